import neo4j, { Neo4jError, type Driver } from 'neo4j-driver';
import type { GraphConfig } from './config.ts';
import { StoreUnavailable } from './errors.ts';
import { CONNECT_MS, GRAPH_MS, MIGRATION_MS, PROBE_MS, within } from './limits.ts';
import type { Logger } from './logger.ts';

export type Parameters = Readonly<Record<string, unknown>>;

/** Codes that are our own mistake (a wrong statement); everything else means the store is out. */
const OWN_FAULT = /^Neo\.ClientError\.(Statement|Schema)\./;

export class Graph {
  readonly #config: GraphConfig;
  readonly #logger: Logger;
  #driver: Driver;

  constructor(config: GraphConfig, logger: Logger) {
    this.#config = config;
    this.#logger = logger;
    this.#driver = this.#connect();
  }

  read<Row extends object>(cypher: string, parameters: Parameters = {}): Promise<readonly Row[]> {
    return this.#run<Row>(GRAPH_MS, neo4j.session.READ, cypher, parameters);
  }

  /** Only migrations write: the graph is the catalogue. */
  async write(cypher: string, parameters: Parameters = {}): Promise<void> {
    await this.#run(MIGRATION_MS, neo4j.session.WRITE, cypher, parameters);
  }

  async ping(): Promise<void> {
    await this.#run(PROBE_MS, neo4j.session.READ, 'RETURN 1 AS one', {});
  }

  async close(): Promise<void> {
    await this.#driver.close();
  }

  async #run<Row extends object>(
    ms: number,
    mode: 'READ' | 'WRITE',
    cypher: string,
    parameters: Parameters,
  ): Promise<readonly Row[]> {
    const driver = this.#driver;
    const session = driver.session({ defaultAccessMode: mode });
    try {
      const result = await within(ms, session.run<Row>(cypher, { ...parameters }, { timeout: ms }));
      await session.close();
      return result.records.map((record) => record.toObject() as Row);
    } catch (error) {
      if (error instanceof Neo4jError && OWN_FAULT.test(error.code)) {
        await session.close();
        throw error;
      }
      this.#replace(driver);
      throw new StoreUnavailable('neo4j', error);
    }
  }

  /**
   * The driver has no limit for a server that accepts and stays silent: such a connection would occupy its
   * place in the pool for ever. After a failure the whole pool is thrown away, once, and a new one begun.
   */
  #replace(failed: Driver): void {
    if (this.#driver !== failed) {
      return;
    }
    this.#driver = this.#connect();
    failed
      .close()
      .catch((error: unknown) => this.#logger.warn({ err: error }, 'neo4j: closing a failed pool'));
  }

  #connect(): Driver {
    const { url, user, password } = this.#config;
    return neo4j.driver(url, neo4j.auth.basic(user, password), {
      disableLosslessIntegers: true,
      connectionTimeout: CONNECT_MS,
      connectionAcquisitionTimeout: CONNECT_MS + 500,
      maxTransactionRetryTime: 1_000,
      maxConnectionPoolSize: 20,
    });
  }
}
