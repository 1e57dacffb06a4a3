import { isIn } from '../core/address.ts';
import { defineCheck } from '../core/define.ts';
import type { Judgement, Location, Problem } from '../core/types.ts';
import { buildTimeName } from './build/variables.ts';
import { buildVariables, givers, type BuildVariables, type GivenBuildVariable } from './evidence/build.ts';
import { environmentReads, type EnvironmentReads } from './evidence/source.ts';

/** Shorter values (`true`, `3`) stand in every page by chance. */
const shortestValue = 6;

export default defineCheck({
  info: { id: 'build-variable-lost', family: 'check', category: 'Configuration', title: 'The page was built with every variable that its code reads, and with the values that are configured' },
  aliases: [],
  explain: {
    means: 'The page’s code reads a build-time variable that nobody gives, that the compose file gives and the Dockerfile does not take, or whose configured value does not stand in the files that were built.',
    why: 'Such a value is baked in. A page built without it, or with another one, calls an address that is not there or, worse, one that is somebody else’s.',
    fix: 'Give it under build.args in the compose file, take it with ARG in the stage that builds, before the command that builds, and let the build fail without it.',
    examples: [{ wrong: 'FROM node AS build\nRUN npm run build   # reads VITE_API_URL', right: 'FROM node AS build\nARG VITE_API_URL\nRUN npm run build' }],
  },
  needs: [buildVariables],
  also: [environmentReads],
  judge(seen, { platform }): Judgement {
    const bodies = seen.all(buildVariables).map((evidence) => evidence.body);
    const trees = seen.all(environmentReads).map((evidence) => evidence.body);
    const reads = readsOf(trees, bodies.flatMap((body) => platform.services[body.service]?.source ?? []));
    const names = [...new Set([...reads.keys(), ...bodies.flatMap((body) => body.given.map((each) => each.name))])].sort();
    const unread = trees.length === 0 ? ['what the page’s code reads is not known, as the source was not read'] : [];
    if (names.length === 0 && unread.length === 0) return { inapplicable: 'the page’s code reads no build-time variable' };
    const results = bodies.flatMap((body) => names.map((name) => judged(body, name, reads.get(name))));
    const examined = results.filter((result) => !result.unused).length;
    return {
      examined, unit: examined === 1 ? 'build variable' : 'build variables',
      problems: results.flatMap(({ problem }) => problem ?? []),
      note: bodies.map((body) => `${body.files.length} files of the page read`).join('; '),
      unproven: [...unread, ...bodies.flatMap((body) => (body.broke === undefined ? [] : [`the page could not be read: ${body.broke}`])), ...results.flatMap(({ unproven }) => unproven ?? [])],
    };
  },
});

interface Read {
  readonly location: Location;
  readonly hasDefault: boolean;
}
interface Result {
  readonly problem?: Problem;
  readonly unproven?: string;
  /** Given, neither read by the page's code nor found in its files: nothing to say. */
  readonly unused?: true;
}

/** The first place that reads each build-time variable in the page's own code. */
function readsOf(trees: readonly EnvironmentReads[], sources: readonly string[]): ReadonlyMap<string, Read> {
  const reads = new Map<string, Read>();
  const inside = (path: string): boolean => sources.length === 0 || sources.some((source) => isIn(source, path));
  for (const file of trees.flatMap((tree) => tree.files).filter((each) => each.own === undefined && inside(each.path))) {
    for (const read of file.env) {
      for (const name of read.keys.filter((key) => buildTimeName.test(key))) {
        if (!reads.has(name)) reads.set(name, { location: { uri: file.path, line: read.line }, hasDefault: read.default !== undefined || read.keys.length > 1 });
      }
    }
  }
  return reads;
}

function judged(body: BuildVariables, name: string, read: Read | undefined): Result {
  const given = givers.flatMap((giver) => body.given.filter((each) => each.name === name && each.giver === giver));
  const fromCompose = given.find((each) => each.giver === 'compose');
  if (fromCompose && body.received && !body.received.names.includes(name)) return { problem: lost(body, body.received.dockerfile, fromCompose, read) };
  const [effective] = given;
  if (!effective && !body.known) return { unproven: `${name}: how the page was built is not known` };
  if (!effective) return read && !read.hasDefault ? { problem: ungiven(body, name, read) } : {};
  if (body.broke !== undefined || effective.baked) return {};
  if (read === undefined) return { unused: true };
  if (effective.value.length < shortestValue) return {};
  if (body.files.some((file) => file.cut)) return { unproven: `${name}: a file of the page is too large to be read whole` };
  return { problem: differs(body, effective, read) };
}

function lost(body: BuildVariables, dockerfile: string, given: GivenBuildVariable, read: Read | undefined): Problem {
  return {
    ...base(body, given.name, 'lost', read), confidence: 'certain',
    what: `The compose file gives ${given.name} to the build of ${body.service}, and the Dockerfile does not take it.`,
    why: 'The builder drops an argument that the building stage does not declare, without a word; the page is built without it.',
    fix: `Write ARG ${given.name} into the stage that builds, before the command that builds.`,
    location: { uri: dockerfile }, expected: `ARG ${given.name} in the stage that builds`, found: body.received?.names.join(', ') || 'no arguments',
  };
}

function ungiven(body: BuildVariables, name: string, read: Read): Problem {
  return {
    ...base(body, name, 'ungiven', read), confidence: 'likely',
    what: `The page reads ${name}, which nobody gives to its build.`,
    why: 'It is undefined in every browser: an address becomes “undefined/api”, a feature is silently off.',
    fix: `Give ${name} under build.args in the compose file and take it with ARG; let the build fail without it.`,
    expected: `${name} from the compose file, an env file or the Dockerfile`, found: 'nowhere',
  };
}

function differs(body: BuildVariables, given: GivenBuildVariable, read: Read): Problem {
  const scheme = /^(\w+):\/\//.exec(given.value)?.[1]?.replace(/s$/, '');
  const local = Object.keys(body.addresses).filter((address) => scheme !== undefined && address.startsWith(scheme) && /\/\/(localhost|127\.|0\.0\.0\.0|\[|[\w-]+(:|$))/.test(address));
  return {
    ...base(body, given.name, 'differs', read), confidence: 'certain',
    what: `The page of ${body.service} was not built with the configured value of ${given.name}.`,
    why: 'What is baked in stays until the next build: the page calls another address than this deployment’s.',
    fix: `Build the page again with ${given.name} as it is configured, and let nothing in the code replace it.`,
    expected: `${given.value} (${given.giver}, ${given.where}) in one of ${body.files.length} files`, found: local.length > 0 ? `other addresses: ${local.slice(0, 5).join(', ')}` : 'not in any of them',
    reproduce: [`curl -s '${body.origin}/' # and its scripts`],
  };
}

function base(body: BuildVariables, name: string, key: string, read: Read | undefined): Pick<Problem, 'key' | 'subject' | 'severity' | 'location'> {
  return { key: `${body.service}:${name}:${key}`, subject: body.service, severity: 'high', ...(read && { location: read.location }) };
}
