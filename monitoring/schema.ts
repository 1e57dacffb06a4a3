/** The shape of Grafana's provisioning files and of a dashboard, as its documentation describes them; only what is used here is allowed. */
const text = { type: 'string', minLength: 1 } as const;
const whole = { type: 'integer', minimum: 0 } as const;
const datasource = { type: 'object', required: ['type', 'uid'], properties: { type: { const: 'prometheus' }, uid: text }, additionalProperties: false } as const;

export const datasourcesSchema = {
  type: 'object', required: ['apiVersion', 'datasources'], additionalProperties: false,
  properties: {
    apiVersion: { const: 1 }, prune: { type: 'boolean' },
    datasources: {
      type: 'array', minItems: 1,
      items: {
        type: 'object', required: ['name', 'uid', 'type', 'access', 'url'], additionalProperties: false,
        properties: {
          name: text, uid: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,40}$' }, type: { const: 'prometheus' }, access: { enum: ['proxy', 'direct'] }, url: { type: 'string', pattern: '^https?://' },
          isDefault: { type: 'boolean' }, editable: { type: 'boolean' },
          jsonData: { type: 'object', additionalProperties: false, properties: { timeInterval: { type: 'string', pattern: '^\\d+[smh]$' }, httpMethod: { enum: ['GET', 'POST'] } } },
        },
      },
    },
  },
} as const;

export const dashboardsSchema = {
  type: 'object', required: ['apiVersion', 'providers'], additionalProperties: false,
  properties: {
    apiVersion: { const: 1 },
    providers: {
      type: 'array', minItems: 1,
      items: {
        type: 'object', required: ['name', 'type', 'options'], additionalProperties: false,
        properties: {
          name: text, type: { const: 'file' }, disableDeletion: { type: 'boolean' }, allowUiUpdates: { type: 'boolean' }, updateIntervalSeconds: whole,
          options: { type: 'object', required: ['path'], properties: { path: { type: 'string', pattern: '^/' } }, additionalProperties: false },
        },
      },
    },
  },
} as const;

const target = {
  type: 'object', required: ['refId', 'datasource', 'expr'], additionalProperties: false,
  properties: { refId: { type: 'string', pattern: '^[A-Z]$' }, datasource, expr: text, legendFormat: text, instant: { type: 'boolean' }, range: { type: 'boolean' }, format: { enum: ['table', 'time_series', 'heatmap'] } },
} as const;

const panel = {
  type: 'object', required: ['id', 'type', 'title', 'datasource', 'gridPos', 'targets', 'fieldConfig', 'options'], additionalProperties: false,
  properties: {
    id: { type: 'integer', minimum: 1 }, type: { enum: ['timeseries', 'stat', 'table', 'state-timeline'] }, title: text, description: text, datasource,
    gridPos: { type: 'object', required: ['x', 'y', 'w', 'h'], additionalProperties: false, properties: { x: { type: 'integer', minimum: 0, maximum: 23 }, y: whole, w: { type: 'integer', minimum: 1, maximum: 24 }, h: { type: 'integer', minimum: 1 } } },
    targets: { type: 'array', minItems: 1, items: target },
    fieldConfig: { type: 'object', required: ['defaults', 'overrides'], properties: { defaults: { type: 'object', required: ['unit'], properties: { unit: { enum: ['short', 's'] } } }, overrides: { type: 'array' } } },
    options: { type: 'object' }, transformations: { type: 'array', items: { type: 'object', required: ['id', 'options'], properties: { id: { enum: ['organize'] }, options: { type: 'object' } } } },
  },
} as const;

const variable = {
  type: 'object', required: ['type', 'name', 'datasource', 'query', 'definition'],
  properties: { type: { const: 'query' }, name: { type: 'string', pattern: '^\\w+$' }, datasource, definition: { type: 'string', pattern: '^label_values\\(' } },
} as const;

export const dashboardSchema = {
  type: 'object', required: ['uid', 'title', 'schemaVersion', 'panels', 'templating', 'time'],
  properties: {
    uid: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,40}$' }, title: text, schemaVersion: { type: 'integer', minimum: 36 },
    panels: { type: 'array', minItems: 1, items: panel }, templating: { type: 'object', required: ['list'], properties: { list: { type: 'array', items: variable } } },
    time: { type: 'object', required: ['from', 'to'], properties: { from: text, to: text } },
  },
} as const;
