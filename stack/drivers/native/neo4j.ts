import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../exec.ts';
import type { StoreRequest, StoreStart } from './store.ts';

const version = '5.26.0';
/** About 130 MB come through Maven the first time. */
const fetchMs = 10 * 60_000;
const iterations = 1024;

/**
 * Neo4j Community from its published Java artefacts, started by its main class with a small heap. The artefacts are fetched once into the folder that is kept
 * between runs; data and settings are the run's own. The user of a fresh Community server is always `neo4j`.
 */
export async function prepareNeo4j(request: StoreRequest): Promise<StoreStart> {
  const lib = await artefacts(request);
  for (const folder of ['conf', 'data/dbms', 'logs', 'run', 'plugins', 'import']) mkdirSync(join(request.folder, folder), { recursive: true });
  const { user, password } = request.address;
  if (user !== '' && user !== 'neo4j') throw new Error(`a fresh Neo4j has the user neo4j and no ${user}; NEO4J_AUTH must begin with neo4j/`);
  writeFileSync(join(request.folder, 'conf', 'neo4j.conf'), settings(request, user === '').map(([key, value]) => `${key}=${value}\n`).join(''));
  if (user !== '') writeFileSync(join(request.folder, 'data/dbms/auth.ini'), firstUser(user, password), { mode: 0o600 });
  return {
    command: [
      // On few cores a start with the simple collector and the first compiler alone takes half the time.
      'java', '-Xms128m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Djava.awt.headless=true',
      ...['java.nio', 'java.io', 'sun.nio.ch'].map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`), `-Djava.io.tmpdir=${join(request.folder, 'run')}`,
      '-XX:-UsePerfData', '-cp', join(lib, '*'), 'org.neo4j.server.CommunityEntryPoint', `--home-dir=${request.folder}`, `--config-dir=${join(request.folder, 'conf')}`,
    ],
    env: { NEO4J_HOME: request.folder, NEO4J_CONF: join(request.folder, 'conf') },
    // A polite end takes ten seconds of waiting for connections, and the data goes with the run.
    stopSignal: 'SIGKILL', endSignal: 'SIGTERM',
  };
}

/** Settings by environment (`NEO4J_server_memory_…`) as in the official image, below those that decide where it listens. */
function settings(request: StoreRequest, open: boolean): readonly (readonly [string, string])[] {
  const given = Object.entries(request.environment).filter(([key]) => /^NEO4J_[a-z]/.test(key))
    .map(([key, value]) => [key.slice(6).replaceAll('__', '\0').replaceAll('_', '.').replaceAll('\0', '_'), value] as const)
    .filter(([key]) => !/listen_address|advertised_address|\.directories\.|memory/.test(key));
  return Object.entries({
    ...Object.fromEntries(given),
    'server.default_listen_address': '127.0.0.1',
    'server.bolt.listen_address': `127.0.0.1:${request.address.port}`,
    'server.bolt.advertised_address': `127.0.0.1:${request.advertised}`,
    'server.http.enabled': 'false', 'server.https.enabled': 'false', 'dbms.usage_report.enabled': 'false',
    'server.memory.heap.max_size': '384m', 'server.memory.pagecache.size': '64m',
    ...(open && { 'dbms.security.auth_enabled': 'false' }),
  });
}

/** What `neo4j-admin dbms set-initial-password` writes, without the two seconds of its start: user, SHA-256 of salt and password repeated, salt, count. */
function firstUser(user: string, password: string): string {
  const salt = randomBytes(32);
  let hash = createHash('sha256').update(salt).update(password).digest();
  for (let round = 1; round < iterations; round++) hash = createHash('sha256').update(hash).digest();
  return `${user}:SHA-256,${hash.toString('hex')},${salt.toString('hex')},${iterations}:\n`;
}

/** The folder of jars. It appears at once and whole, so that a fetch that was cut off leaves none that looks complete. */
async function artefacts(request: StoreRequest): Promise<string> {
  const folder = join(request.cacheDir, `neo4j-${version}`);
  if (existsSync(folder)) return folder;
  const work = mkdtempSync(join(request.cacheDir, 'neo4j-fetch-'));
  try {
    writeFileSync(join(work, 'pom.xml'), pom());
    // A repository of its own, so that nothing is left in the user's home.
    const ran = await run('mvn', [
      '-q', '-B', '-f', join(work, 'pom.xml'), `-Dmaven.repo.local=${join(work, 'repository')}`, 'dependency:copy-dependencies', `-DoutputDirectory=${join(work, 'lib')}`, '-DincludeScope=runtime',
    ], { signal: request.signal, timeoutMs: fetchMs, cwd: work, ...request.tracked });
    if (ran.code !== 0) throw new Error(`Maven could not fetch Neo4j ${version} (exit code ${ran.code}): ${(ran.stdout + ran.stderr).split('\n').filter((line) => line.includes('ERROR'))[0] ?? ''}`);
    if (!existsSync(folder)) renameSync(join(work, 'lib'), folder);
    return folder;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function pom(): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>dev.assay</groupId><artifactId>neo4j</artifactId><version>1</version>
<dependencies><dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>${version}</version></dependency></dependencies></project>
`;
}
