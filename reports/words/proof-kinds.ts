import type { Field, OutageCall, OutageSeen, ProofCall, ProofData, ProofOutages, Relation, Statement, Target, Written } from '../../core/proof/evidence.ts';
import { anything, count, flag, kindOf, listOf, mapOf, maybe, oneOf, recordOf, text, type Shape } from '../../core/shape.ts';
import type { Json, Kind, Location } from '../../core/types.ts';

/** The evidence of the live proof as reports read it: what is not of this shape is shown as sealed JSON only. */

const location = recordOf<Location>({ uri: text, line: maybe(count), column: maybe(count), endLine: maybe(count) });

const target = recordOf<Target>({
  name: text, kind: oneOf('http', 'websocket', 'mcp'), service: text, method: text, path: text, role: maybe(text), writes: flag,
  foundBy: listOf(text), handler: maybe(location), missing: maybe(text), curl: maybe(text),
});

const statement = recordOf<Statement>({
  store: text, statement: text, parameters: listOf(anything), effect: oneOf('read', 'write', 'transaction', 'message', 'session'),
  columns: listOf(text), rows: listOf(listOf(anything)), rowCount: count, tag: maybe(text), error: maybe(text),
});

const pass = oneOf('baseline', 'vary', 'shake', 'empty', 'fill', 'write', 'outage', 'recover');

const call = recordOf<ProofCall>({
  target: text, pass, url: text, status: count, ms: count, contentType: maybe(text), body: maybe(anything), bodyCut: maybe(flag), broke: maybe(text),
  statements: listOf(statement),
});

const reaction = oneOf('followed', 'stayed', 'gone', 'error');

const field = recordOf<Field>({
  field: text, pointer: text, value: anything, leaves: count, sources: mapOf(count) as Shape<Field['sources']>, dataLike: flag, how: maybe(text),
  besideSourced: flag, volatile: flag, shake: maybe(reaction), empty: maybe(reaction), fill: maybe(reaction),
  moved: maybe(recordOf<NonNullable<Field['moved']>>({ followed: count, compared: count })),
});

const relation = recordOf<Relation>({
  target: text, relation: oneOf('unknown-id', 'matches-nothing', 'page-size', 'another-user', 'narrower-range'), held: flag, first: text, second: text, detail: text,
});

const written = recordOf<Written>({
  target: text, status: count, writeSeen: flag, committedBefore: flag,
  sent: listOf(recordOf<Written['sent'][number]>({ pointer: text, value: anything, foundIn: maybe(text) })),
  readBack: maybe(recordOf<NonNullable<Written['readBack']>>({ url: text, status: count, holds: listOf(text), lacks: listOf(text) })),
  afterRestart: maybe(recordOf<NonNullable<Written['afterRestart']>>({ status: count, holds: listOf(text), lacks: listOf(text) })),
});

const holding = recordOf<ProofData['stores'][number]['holdings'][number]>({ name: text, count });

export const proofDataKind: Kind<ProofData> = kindOf('proof-data', recordOf<ProofData>({
  stores: listOf(recordOf<ProofData['stores'][number]>({
    name: text, kind: oneOf('postgres', 'redis', 'neo4j'), holdings: listOf(holding), observed: flag, checksum: maybe(text), restored: maybe(flag), trouble: maybe(text),
  })),
  targets: listOf(target),
  calls: listOf(call),
  fields: listOf(recordOf<ProofData['fields'][number]>({ target: text, total: count, traced: count, fields: listOf(field), stores: listOf(text), cachedBy: maybe(text) })),
  shaken: mapOf(recordOf<ProofData['shaken'][string]>({ changed: mapOf(count), removed: mapOf(count), added: mapOf(count), stayed: mapOf(text) })),
  relations: listOf(relation),
  written: listOf(written),
  notMade: listOf(recordOf<ProofData['notMade'][number]>({ pass, reason: text, target: maybe(text) })),
}));

const outageCall = recordOf<OutageCall>({
  target: text, status: count, ms: count, broke: maybe(text), body: maybe(anything) as Shape<Json | undefined>, same: listOf(text), other: listOf(text), emptied: listOf(text),
  marked: maybe(text), leaks: listOf(text), otherStores: listOf(text),
});

const health = recordOf<OutageSeen['health'][number]>({ url: text, role: oneOf('live', 'ready'), status: count, turnedAfterMs: maybe(count), body: maybe(anything) });

const outage = recordOf<{ readonly kind: string; readonly error?: string; readonly ms?: number; readonly afterBytes?: number }>({
  kind: text, error: maybe(text), ms: maybe(count), afterBytes: maybe(count),
}) as Shape<OutageSeen['outage']>;

const seen = recordOf<OutageSeen>({
  store: text, outage, active: maybe(text), calls: listOf(outageCall), health: listOf(health),
  acknowledged: listOf(recordOf<OutageSeen['acknowledged'][number]>({ target: text, status: count, found: flag, marker: text })),
  signIn: maybe(recordOf<NonNullable<OutageSeen['signIn']>>({ wrongPassword: count, rightPassword: count })),
  recovery: recordOf<OutageSeen['recovery']>({
    healedAfterMs: maybe(count), stillFailing: mapOf(count),
    health: listOf(recordOf<OutageSeen['recovery']['health'][number]>({ url: text, role: oneOf('live', 'ready'), status: count, afterMs: maybe(count) })),
  }),
  died: listOf(recordOf<OutageSeen['died'][number]>({ service: text, atMs: maybe(count), restartedByUs: flag })),
});

export const proofOutagesKind: Kind<ProofOutages> = kindOf('proof-outages', recordOf<ProofOutages>({
  baseline: listOf(recordOf<ProofOutages['baseline'][number]>({ target: text, stores: listOf(text), status: count })),
  outages: listOf(seen),
  notMade: listOf(recordOf<ProofOutages['notMade'][number]>({ store: text, kind: text, reason: text })),
}));
