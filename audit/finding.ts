import type { Confidence, Frame, Problem, Severity, Step } from '../core/types.ts';
import { noFacts, type FileFacts, type Span } from './facts.ts';
import type { Graph } from './graph.ts';
import { ownByPath } from './own.ts';

export interface Place {
  readonly file: FileFacts;
  readonly span: Span;
  /** What stays the same when lines move: a name, a key, a callee. */
  readonly key: string;
  readonly label: string;
}

export interface Judged {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** A secret in the source is out, whether or not anything runs the file: its severity stays. */
  readonly keeps?: true;
  /** Where it goes out, after the place itself. */
  readonly egress?: Step;
}

/** Makes a problem of a place in source: frame, way from the entry point, and severity `low` where nothing leads to it. */
export function problemAt(place: Place, judged: Judged, graph: Graph): Problem {
  const { file, span } = place;
  const live = graph.standing(file.path) === 'live';
  const frame = frameOf(file, span);
  const here: Step = { uri: file.path, line: span.line, role: 'place', label: place.label };
  return {
    key: `${file.path} ${place.key}`,
    what: judged.what, why: judged.why, fix: judged.fix, confidence: judged.confidence,
    severity: live || judged.keeps ? judged.severity : 'low',
    location: { uri: file.path, line: span.line, endLine: span.endLine },
    ...(frame && { frame }),
    path: [...graph.way(file.path), here, ...(judged.egress ? [judged.egress] : [])],
  };
}

function frameOf(file: FileFacts, span: Span): Frame | undefined {
  const block = file.excerpts.find((each) => each.line <= span.line && each.line + each.lines.length > span.line);
  if (!block) return undefined;
  const first = Math.max(block.line, span.line - 2);
  const last = Math.min(block.line + block.lines.length - 1, span.endLine + 2, first + 13);
  return { firstLine: first, lines: block.lines.slice(first - block.line, last - block.line + 1), mark: span.line };
}

const known = new WeakMap<readonly FileFacts[], readonly FileFacts[]>();

/** The files of a tree that production may run, found once for all rules. */
export function productionOf(files: readonly FileFacts[], graph: Graph): readonly FileFacts[] {
  const found = known.get(files) ?? files.filter((file) => graph.standing(file.path) !== 'aside');
  known.set(files, found);
  return found;
}

/** Problems of one rule in all files that production may run, in order. */
export function inProduction(files: readonly FileFacts[], graph: Graph, look: (file: FileFacts) => readonly Problem[]): readonly Problem[] {
  return productionOf(files, graph).flatMap(look);
}

/** A stand-in for a file that is no code, so that a rule may point at a line of it. */
export function configFile(path: string): FileFacts {
  return { ...noFacts, path, language: 'typescript', lines: 1 };
}

/** Compose files that say by their name that they are for development or tests are left alone. */
export function deploys(path: string): boolean {
  return ownByPath(path) === undefined && !/(dev|local|test|cypress|e2e|example|sample|override|ci)[\w-]*\.ya?ml$/i.test(path) && !/(^|\/)(\.ci|ci|\.github|\.circleci|examples?|tests?|testing|dev|development|local|cypress|e2e|docs?|lies)\//.test(path);
}
