import type { Store } from '../core/ports.ts';
import type { Json } from '../core/types.ts';
import type { Page } from './probes/browser.ts';

/** A plain value, or how to get it: then it is asked again until both sides agree or the time is up. */
export type Value = string | number | boolean | null;
export type Source = Value | (() => Promise<Value> | Value);

/** What the page shows beside what it must show: the stored value, or one that the flow itself typed or sent. */
export type Pair =
  | { readonly shown: Source; readonly stored: Source; readonly withinMs?: number }
  | { readonly shown: Source; readonly sent: Source; readonly withinMs?: number };

export interface ApiAnswer {
  readonly status: number;
  readonly body: Json;
}

export interface StoreReader {
  /** Rows of one SQL or Cypher statement (for Redis: a command), asked of the store itself, past the platform. */
  readonly rows: (statement: string, ...parameters: readonly Json[]) => ReturnType<Store['query']>;
  /** The first column of the first row; throws when there is no row. */
  readonly value: (statement: string, ...parameters: readonly Json[]) => Promise<Json>;
}

/** What the author of a flow drives with. Nothing is judged while driving: steps and expectations are noted down. */
export interface Journey {
  /** The page, in a fresh browser context, at `about:blank`. */
  readonly page: Page;
  /** Where the platform's page is served: `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** Runs one named part, takes its picture, and ends the journey when it throws. Waits inside it have a limit of ten seconds each. `on`: the page to take a picture of, when it is not the first. */
  readonly step: <T>(name: string, body: () => Promise<T>, on?: Page) => Promise<T>;
  /** Notes what is expected and what was found. The journey goes on when they differ; the judgement comes later. What `shown` throws is noted as not shown. */
  readonly expect: (label: string, pair: Pair) => Promise<void>;
  /** A store by its name, or by its kind where only one is of that kind. */
  readonly store: (name: string) => StoreReader;
  /** Asks the platform's API as a role would, beside the browser. */
  readonly api: (path: string, options?: { readonly role?: string; readonly method?: string; readonly body?: Json }) => Promise<ApiAnswer>;
  /** The fields with which a role signs in, from `api.login.roles`. */
  readonly credentials: (role: string) => Readonly<Record<string, string>>;
  /** A page of somebody else: another context, which shares nothing with the first. */
  readonly secondPage: () => Promise<Page>;
}
