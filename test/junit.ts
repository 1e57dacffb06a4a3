/** A reader for the XML of our own reports, and the dialect of JUnit that Jenkins and GitLab both take: for tests. */

interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
  readonly text: string;
}

/** Parses a document; throws where it is not well-formed. Comments, DTDs and CDATA are refused: no report of ours has any. */
export function parsedXml(document: string): Node {
  const body = document.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  const root: { children: Node[] } = { children: [] };
  const open: { name: string; attributes: Record<string, string>; children: Node[]; text: string }[] = [];
  const token = /<\/([\w-]+)>|<([\w-]+)((?:\s+[\w.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  for (let at = 0; at < body.length; at = token.lastIndex) {
    token.lastIndex = at;
    const [, closed, name, attributes = '', empty, text] = token.exec(body) ?? malformed(body, at);
    if (text !== undefined) {
      if (/&(?!(?:amp|lt|gt|quot|#\d+);)|[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)) malformed(body, at);
      const last = open.at(-1);
      if (last) last.text += text;
      else if (text.trim() !== '') malformed(body, at);
    } else if (closed !== undefined) {
      const last = open.pop();
      if (last?.name !== closed) malformed(body, at);
      (open.at(-1) ?? root).children.push(last);
    } else if (name !== undefined) {
      const node = { name, attributes: Object.fromEntries([...attributes.matchAll(/([\w.-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value])), children: [], text: '' };
      if (empty === '/') (open.at(-1) ?? root).children.push(node);
      else open.push(node);
    }
  }
  const [only, ...others] = root.children;
  if (!only || others.length > 0 || open.length > 0) throw new Error('a document has one root, and all that is opened is closed');
  return only;
}

function malformed(text: string, at: number): never {
  throw new Error(`not well-formed at ${at}: ${text.slice(at, at + 60)}`);
}

interface Rule {
  readonly children: readonly string[];
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
  readonly text?: true;
}

/**
 * What every version of the schema junit-10.xsd of Jenkins’ xUnit plugin allows, element by element; GitLab reads the same and more. A case has no properties,
 * the root counts nothing that was skipped, and times are decimal.
 */
const dialect: Readonly<Record<string, Rule>> = {
  testsuites: { children: ['testsuite'], optional: ['name', 'time', 'tests', 'failures', 'errors'] },
  testsuite: { children: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'], required: ['name', 'tests', 'failures', 'errors'], optional: ['group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'] },
  properties: { children: ['property'] },
  property: { children: [], required: ['name', 'value'] },
  testcase: { children: ['skipped', 'error', 'failure', 'system-out', 'system-err'], required: ['name'], optional: ['time', 'classname', 'group'] },
  skipped: { children: [], optional: ['type', 'message'], text: true },
  error: { children: [], optional: ['type', 'message'], text: true },
  failure: { children: [], optional: ['type', 'message'], text: true },
  'system-out': { children: [], text: true },
  'system-err': { children: [], text: true },
};
const time = /^(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?$/;

/** What of a document the dialect does not allow, and counts that are not those of its cases; empty when it is taken. */
export function junitProblems(document: string): readonly string[] {
  const root = parsedXml(document);
  return root.name === 'testsuites' ? [...problemsOf(root), ...countProblems(root)] : [`the root is ${root.name}`];
}

function problemsOf(node: Node): readonly string[] {
  const rule = dialect[node.name];
  if (!rule) return [`there is no element ${node.name}`];
  const { required = [], optional = [] } = rule;
  return [
    ...required.filter((name) => !(name in node.attributes)).map((name) => `${node.name} has no ${name}`),
    ...Object.keys(node.attributes).filter((name) => !required.includes(name) && !optional.includes(name)).map((name) => `${node.name} may have no attribute ${name}`),
    ...(node.attributes['time'] !== undefined && !time.test(node.attributes['time']) ? [`${node.attributes['time']} is no time`] : []),
    ...(rule.text || node.text.trim() === '' ? [] : [`${node.name} may have no text`]),
    ...node.children.flatMap((child) => (rule.children.includes(child.name) ? problemsOf(child) : [`${node.name} may have no ${child.name}`])),
  ];
}

function countProblems(root: Node): readonly string[] {
  const having = (suite: Node, name: string): number => suite.children.filter((each) => each.name === 'testcase' && (name === 'tests' || each.children.some((child) => child.name === name))).length;
  const names = [['tests', 'tests'], ['failures', 'failure'], ['errors', 'error'], ['skipped', 'skipped']] as const;
  const suites = root.children.flatMap((suite) => names.flatMap(([count, child]) => (Number(suite.attributes[count]) === having(suite, child) ? [] : [`${suite.attributes['name']}: ${count} is not what its cases are`])));
  const total = (count: string): number => root.children.reduce((sum, suite) => sum + Number(suite.attributes[count]), 0);
  return [...suites, ...['tests', 'failures', 'errors'].filter((count) => Number(root.attributes[count]) !== total(count)).map((count) => `the root's ${count} is not the sum of its suites`)];
}
