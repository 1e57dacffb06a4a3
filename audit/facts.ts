import type { Layer } from '../core/ports.ts';
import type { AskedFor } from '../core/proof/routes.ts';
import type { Kind } from '../core/types.ts';
import { parseTree } from './facts-parse.ts';

/**
 * What the rules know of a source tree: plain JSON, the same for every language, and only of places that a rule may ask
 * about. Lines count from 1. Facts say what is there; whether that is wrong is for the rules.
 */

/** A value as far as the code alone tells it, cut off below three levels. */
export interface Value {
  readonly form: 'none' | 'null' | 'boolean' | 'number' | 'text' | 'template' | 'object' | 'array' | 'call' | 'name' | 'function' | 'markup' | 'computed';
  /** The literal itself (a text that may be a credential is masked), the called chain, the name. */
  readonly text?: string;
  /** Members of an object or the first items of an array (key empty). `...` is a spread. */
  readonly parts?: readonly (readonly [key: string, value: Value])[];
  /** How many items an array has, when some were left out. */
  readonly size?: number;
  /** What it depends on: `param`, `state`, `env`, `clock`, `random`, `call:NAME`, `import:NAME`, `module:NAME`, `local:NAME`, `caught`. Absent for a pure literal. */
  readonly on?: readonly string[];
}

export interface Span {
  readonly line: number;
  readonly endLine: number;
}

/** Why a file is not production by its path or its header alone. */
export type Own = 'test' | 'story' | 'fixture' | 'mock' | 'seed' | 'example' | 'documentation' | 'generated' | 'migration' | 'script' | 'tooling' | 'declaration' | 'minified';

export interface ImportFact {
  readonly from: string;
  readonly line: number;
  readonly names: readonly (readonly [local: string, name: string])[];
  readonly typeOnly?: true;
  readonly dynamic?: true;
  /** It runs only where a test says that this is no production build. */
  readonly devOnly?: true;
}
export interface ExportFact {
  readonly name: string;
  readonly local: string;
  readonly from?: string;
}

/** A read of the environment. `keys` has several where one variable stands in for another. */
export interface EnvFact extends Span {
  readonly keys: readonly string[];
  /** What is taken when no variable is set. Absent: nothing is. */
  readonly default?: Value;
  /** `development`: only outside production. `refused`: the default is compared with and refused at start. `throws`: a missing value ends the program. */
  readonly guard?: 'development' | 'refused' | 'throws';
  /** A literal that it is compared with, as `!== false`. */
  readonly compared?: string;
  /** What the value is bound to or handed to: a name, a key, `callee()`. */
  readonly use: string;
  /** Only of an address by default: what it becomes part of that leaves this machine. */
  readonly leaves?: 'mail' | 'link' | 'redirect' | 'origins' | 'page';
  readonly fn: number;
}

/** A literal that may be configuration, and how it is used. */
export interface LiteralFact extends Span {
  readonly text: string;
  readonly what: 'url' | 'host' | 'credential-url' | 'credential' | 'path' | 'principal' | 'mail';
  readonly use: 'argument' | 'base' | 'constant' | 'property' | 'default' | 'comparison' | 'list' | 'text' | 'returned' | 'attribute';
  /** The callee, key or name that takes it. */
  readonly into: string;
  /** The call that it stands in, if it is not the taker itself. */
  readonly call?: string;
  /** A credential that something logs in or signs with. */
  readonly sink?: true;
  /** What follows it in a template is computed: the port, the path. */
  readonly open?: true;
  /** It is the beginning of a template: a part of the address is computed. */
  readonly template?: true;
  readonly guard?: 'development';
  /** It is the default of a parameter: callers may always give another. */
  readonly parameter?: true;
  readonly fn: number;
}

/** One way in which code goes on after a failure. */
export interface FailureFact extends Span {
  readonly form: 'catch' | 'promise' | 'callback' | 'status' | 'absent';
  /** Exceptions that alone are caught, where the language names them. */
  readonly types?: readonly string[];
  /** Calls that the failure is of, as written; what they may do. */
  readonly of: readonly string[];
  readonly io: 'yes' | 'no' | 'unknown';
  /** The handler does one of: throws on, reports it, hands it to an error state, ends the process, tries again, tells success (`claims`), logs with its trace (`traces`). */
  readonly does: readonly ('throws' | 'rethrows' | 'reports' | 'logs' | 'error-state' | 'exits' | 'retries' | 'narrows' | 'cleans-up' | 'counts' | 'redirects' | 'claims' | 'traces')[];
  /** After the handler the code runs into a throw: the failure ends there after all. */
  readonly refused?: true;
  /** The handler answers the very text that the guarded code answers when all went well. */
  readonly same?: true;
  /** A collection of the module that the handler writes to or reads from instead, and which of both. */
  readonly instead?: { readonly name: string; readonly writes: boolean };
  /** The module variable that the guarded code was to fill and that is given out after it: what it holds is of an earlier time. */
  readonly stale?: string;
  /** It stands on a path that already fails or ends: in a handler or a `finally`. */
  readonly after?: true;
  /** The guarded code sends something and looks at no answer: it was done for its own sake. */
  readonly sends?: true;
  /** The guarded code changes what a store keeps, or what another service does. */
  readonly changes?: true;
  /** All that it changes is a time at which something was seen. */
  readonly marks?: true;
  /** Success is told inside the guarded code only: a failure is silent, but nobody is told that it worked. */
  readonly tells?: true;
  /** Line of the answer itself inside the handler. */
  readonly at?: number;
  /** What the caller or the page gets. */
  readonly outcome: 'answer' | 'response' | 'state' | 'assigned' | 'continues' | 'ends';
  readonly value?: Value;
  readonly status?: number;
  /** A list that the guarded code adds to and that is used afterwards: what failed is missing from it. `used`: it is gone through here and not given out. */
  readonly partial?: string;
  readonly used?: true;
  readonly comment?: string;
  readonly guard?: 'development';
  readonly fn: number;
}

/** What a function gives away: its return value, an HTTP answer, a rendered value, a state, a metric, a stored row. */
export interface AnswerFact extends Span {
  readonly via: 'return' | 'response' | 'alternative' | 'render' | 'state' | 'metric' | 'store' | 'initial';
  readonly to: string;
  readonly value: Value;
  readonly status?: number;
  readonly comment?: string;
  readonly guard?: 'development';
  /** Index of the failure whose handler it stands in. */
  readonly failure?: number;
  readonly conditional?: true;
  readonly fn: number;
}

/** `read` asks a store, `store` may change one. */
export type Effect = 'network' | 'store' | 'read' | 'file' | 'process' | 'message' | 'metric' | 'log' | 'notice' | 'state' | 'timer' | 'random' | 'unknown';

export interface FunctionFact extends Span {
  readonly name: string;
  readonly owner?: string;
  readonly params: readonly string[];
  readonly exported?: true;
  readonly async?: true;
  /** What calls it: `route GET /path`, `component`, `hook`, `action`, `handler onClick`, `job`, `middleware`, `test`. */
  readonly role?: string;
  readonly result?: string;
  readonly effects: readonly Effect[];
  /** Callees that may be functions of this project: local names, imported names, `this.method`, `object.method`. */
  readonly calls: readonly string[];
  /** `empty`, `throws`: the body is nothing else. `bodiless`: no body is expected. */
  readonly body?: 'empty' | 'throws' | 'bodiless' | 'simulated';
  /** What it tells others that it did: success texts of notices and logs, states such as `setSubmitted(true)`. */
  readonly claims?: readonly string[];
  /** All that it gives back was constructed, is a part of a page or comes from what it was given: no data, whatever it is called. */
  readonly constructs?: true;
  /** Nothing is in it but a note that it is to be written, and perhaps an empty answer. */
  readonly stub?: true;
  /** Sentences in it that admit that it is not real. */
  readonly admits?: string;
  /** A method of a class that extends another, or of one made to be extended: its emptiness is a contract. */
  readonly inherits?: true;
  /** A framework calls other functions for its parameters: `rows = Depends(get_rows)`, or one that asks who it is: `user = Depends(current_user)`. */
  readonly injected?: 'value' | 'login';
  /** It throws somewhere outside a handler: it refuses. */
  readonly throws?: true;
  /** How many statements give a value back, where there are several. */
  readonly returns?: number;
  /** Index of the function around it. */
  readonly within?: number;
  /** What it takes out of the request that it is given. */
  readonly asks?: AskedFor;
}

export interface RouteFact {
  readonly method: string;
  readonly path: string;
  readonly line: number;
  readonly fn: number;
  /** What it is registered on, and the handler as written when it is a name. */
  readonly on: string;
  readonly handler: string;
  /** Registered by a decorator of its handler. */
  readonly decorated?: true;
  /** Absent where its handler is not of this file. */
  readonly asks?: AskedFor;
}

/** A router that is put below a path. */
export interface MountFact {
  /** What it is put on, as written; empty for the path that a router is made with. */
  readonly on: string;
  readonly prefix: string;
  /** The router as written: a name of this file, or of what it imports; `*`: all of the process. */
  readonly to: string;
  readonly line: number;
}

/** A constant of the module that is rich enough to be data, or that others may use as a value. */
export interface ConstantFact extends Span {
  readonly name: string;
  readonly value: Value;
  readonly exported?: true;
  /** Where it goes in this file: `render`, `return`, `response`, `state`, `initial`, `lookup`, `iterate`, `spread`, `argument CALLEE`. */
  readonly uses: readonly string[];
  readonly mutated?: true;
  readonly admits?: string;
}

/** A branch on a name that says mock or demo: `if (env.USE_MOCK)`. */
export interface SwitchFact extends Span {
  readonly name: string;
  /** The class that takes the place of the real one in the other branch, where that is what was found. */
  readonly stands?: string;
  readonly guard?: 'development';
  readonly fn: number;
}

/** A figure or word that stands in for a missing field: `profile?.risk_level ?? 'medium'`. */
export interface StandInFact extends Span {
  readonly key: string;
  readonly value: Value;
  readonly fn: number;
}

/** A check that is switched off by a literal, or an answer of another system that nobody looks at. */
export interface OddityFact extends Span {
  readonly what: 'tls-off' | 'verify-off' | 'unchecked-response' | 'process-swallow' | 'token-unverified' | 'ignored-result' | 'dropped-result' | 'unchecked-answer' | 'open-without-secret' | 'open-outside-production' | 'admitted' | 'auth-bypass' | 'cors-open' | 'typed-figure' | 'added-figure' | 'dead-affordance' | 'invented-call' | 'told-branch' | 'check-of-nothing' | 'ill-on-200' | 'stand-in-made' | 'kept-in-self';
  readonly text: string;
  /** A setting decides whether it holds. */
  readonly switched?: true;
  readonly guard?: 'development';
  readonly fn: number;
}

/** A random number, and what it becomes. */
export interface RandomFact extends Span {
  readonly source: string;
  readonly into: string;
  readonly fn: number;
}

/** A comment by which the author accepts what a rule says about these lines (CONTRIBUTING has its form). */
export interface AllowFact {
  readonly rule: string;
  readonly reason: string;
  readonly line: number;
  /** First and last line that it is about: its own, and the next one with code where it stands alone. */
  readonly lines: readonly [number, number];
}

export interface Excerpt {
  readonly line: number;
  readonly lines: readonly string[];
}

export interface FileFacts {
  readonly path: string;
  readonly language: 'typescript' | 'python';
  readonly lines: number;
  readonly own?: Own;
  readonly directive?: string;
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  readonly functions: readonly FunctionFact[];
  readonly routes: readonly RouteFact[];
  readonly mounts: readonly MountFact[];
  readonly env: readonly EnvFact[];
  readonly literals: readonly LiteralFact[];
  readonly failures: readonly FailureFact[];
  readonly answers: readonly AnswerFact[];
  readonly constants: readonly ConstantFact[];
  readonly randoms: readonly RandomFact[];
  readonly switches: readonly SwitchFact[];
  readonly standIns: readonly StandInFact[];
  readonly oddities: readonly OddityFact[];
  readonly excerpts: readonly Excerpt[];
  readonly allows?: readonly AllowFact[];
  /** Names in capitals that stand in it as texts or members: whatever wrapper reads a variable, it says its name. */
  readonly mentions?: readonly string[];
}

/** Facts of a file of which nothing more is known. */
export const noFacts = {
  imports: [], exports: [], functions: [], routes: [], mounts: [], env: [], literals: [], failures: [], answers: [], constants: [], randoms: [], switches: [], standIns: [], oddities: [], excerpts: [],
} satisfies Partial<FileFacts>;

export interface VariableFact {
  readonly key: string;
  readonly line: number;
  readonly service?: string;
  readonly built?: true;
}

/** A file beside the code that says what starts, or what is given to it. Its text is only kept where rules or the graph ask. */
export interface ConfigFact {
  readonly path: string;
  readonly kind: 'package' | 'dockerfile' | 'compose' | 'tsconfig' | 'workspace' | 'env' | 'html' | 'component' | 'python-project';
  /** Commands and module names that start something, as written. */
  readonly starts: readonly string[];
  /** Only of a compose file: secrets of services that are built here, and where their value comes from. The value itself is not kept. */
  readonly secrets?: readonly { readonly service: string; readonly key: string; readonly line: number; readonly from: 'literal' | 'default' }[];
  /** Variables that it declares, by name: a value is kept only where it says how the program runs. `service`: for which of a compose file, `built` when its image comes from this source. */
  readonly variables?: readonly VariableFact[];
  /** Only of what deploys: words by which something is started for development. */
  readonly development?: readonly { readonly text: string; readonly line: number }[];
  /** Only of a container file: the line of the build of a page, when variables are written into it there. */
  readonly buildsPage?: number;
  /** Only of a tsconfig: where imports without a dot are looked for. */
  readonly paths?: Readonly<Record<string, readonly string[]>>;
  readonly baseUrl?: string;
  /** Only of a package: its name, what it exports, its workspaces. */
  readonly name?: string;
  readonly exports?: readonly string[];
  readonly workspaces?: readonly string[];
  readonly dependencies?: readonly string[];
}

export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

export interface SourceTree {
  readonly schema: 1;
  /** Version of the rule set that read it. */
  readonly ruleSet: string;
  readonly files: readonly FileFacts[];
  readonly config: readonly ConfigFact[];
  readonly skipped: readonly SkippedFile[];
  readonly notProduction: readonly { readonly path: string; readonly reason: string }[];
  readonly layers: readonly Layer[];
}

export const sourceTree: Kind<SourceTree> = { name: 'source-tree', parse: parseTree };
