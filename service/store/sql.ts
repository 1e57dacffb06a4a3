/** What both databases do alike. Values are parameters, never text. */
export interface Sql {
  readonly query: <T>(text: string, values?: readonly unknown[]) => Promise<readonly T[]>;
  /** All of it or nothing, on one connection. */
  readonly transaction: <T>(work: (query: Sql['query']) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}
