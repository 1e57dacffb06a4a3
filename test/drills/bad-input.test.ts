import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { firstChoice } from '../../stack/ports.ts';
import { Drill, type Ended } from './drill.ts';

const limitMs = 120_000;
let drill: Drill;
afterEach(async () => {
  const left = await drill.left();
  await drill.clear();
  expect(left, 'left behind').toEqual([]);
});

/** The fault lines of a run's log: each is one line with the fault's code first. */
function faults({ err }: Ended): readonly string[] {
  return [...new Set(err.split('\n').flatMap((line) => / fault +(?:\S+ · )?([a-z]+-[a-z-]+: .*)$/.exec(line)?.[1] ?? []))];
}

function native(...only: readonly string[]): readonly string[] {
  return ['gate', '--driver', 'native', '--only', only.join(',')];
}

async function listening(port: number): Promise<Server> {
  const server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"not":"a token"}'));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

describe('bad input, met by a whole run', { timeout: limitMs }, () => {
  it('a port that somebody holds: the run takes the next one', async () => {
    drill = new Drill();
    const port = firstChoice(drill.root, { service: 'web', target: 8080 });
    const holder = await listening(port);
    const ran = await drill.run(native('quick-look'));
    const web = drill.events().flatMap((each) => (each.type === 'stack-changed' ? each.report.services : [])).find((each) => each.name === 'web' && '8080' in each.addresses);
    holder.close();
    expect([ran.code, web?.addresses]).toEqual([0, { 8080: expect.not.stringMatching(`:${port}$`) as string }]);
  });

  it('a port that the service insists on and somebody holds', async () => {
    drill = new Drill();
    const holder = await listening(0);
    drill.write('web/serve.mjs', `import { createServer } from 'node:http';\ncreateServer().listen(${(holder.address() as AddressInfo).port}, '127.0.0.1');\n`);
    const ran = await drill.run(native('quick-look'));
    holder.close();
    expect([ran.code, faults(ran)]).toEqual([3, [expect.stringMatching(/^port-taken: Service web failed/)]]);
  });

  it('no container engine: processes instead, and the report says why; asked for containers, it says so and stops', async () => {
    drill = new Drill();
    const nowhere = { DOCKER_HOST: 'unix:///nowhere/engine.sock' };
    const fell = await drill.run(['gate', '--only', 'quick-look'], nowhere);
    expect([fell.code, fell.err]).toEqual([0, expect.stringMatching(/native \(No container engine answers at unix:\/\/\/nowhere\/engine\.sock \(DOCKER_HOST\), so the services/)]);
    const asked = await drill.run(['gate', '--only', 'quick-look', '--driver', 'compose'], nowhere);
    expect([asked.code, faults(asked)]).toEqual([3, [expect.stringMatching(/^engine-absent: The driver compose was asked for, but no container engine answers/)]]);
  });

  it('a store that refuses its password', async () => {
    drill = new Drill();
    drill.write('compose.yml', readFileSync(join(drill.root, 'compose.yml'), 'utf8').replace("'${CACHE_PASSWORD:?the password of Redis}'", "'one', --requirepass, 'another'"));
    const ran = await drill.run(native('quick-look'));
    expect([ran.code, faults(ran)]).toEqual([3, [expect.stringMatching(/cache.*(WRONGPASS|password)/i)]]);
  });

  it('a login that does not work', async () => {
    drill = new Drill();
    drill.write('assay.config.ts', readFileSync(join(drill.root, 'assay.config.ts'), 'utf8').replace("web: { service", "api: { service: 'web', login: { path: '/login', tokenPath: 'token', roles: { user: { name: 'a' } } } },\n  web: { service"));
    drill.write('assay/checks/quick-look.ts', readFileSync(join(drill.root, 'assay/checks/quick-look.ts'), 'utf8').replace('collect: (ports) =>', 'collect: async (ports) => (await ports.token(\'user\')) &&'));
    const ran = await drill.run(native('quick-look'));
    expect([ran.code, faults(ran)]).toEqual([3, [expect.stringMatching(/^login-failed: POST .*\/login answered 200 with a body that is not JSON/)]]);
  });

  it('no browser: the flows are unproven, everything else is judged', async () => {
    drill = new Drill();
    const ran = await drill.run(native('quick-look', 'slow-walk'), { ASSAY_BROWSER: '/nowhere/chromium' });
    expect([ran.code, faults(ran)]).toEqual([3, ['browser-missing: ASSAY_BROWSER names /nowhere/chromium, and nothing is there']]);
    expect(ran.out).toMatch(/Database connections +pass/);
    expect(ran.out).toMatch(/User flows +unproven/);
  });

  it('a flow that throws: the step fails with its words and a picture, and the other checks are judged', async () => {
    drill = new Drill();
    drill.write('assay/flows/slow-walk.ts', readFileSync(join(drill.root, 'assay/flows/slow-walk.ts'), 'utf8').replace("await step('waits'", "(undefined as unknown as { go: () => void }).go();\n    await step('waits'"));
    const ran = await drill.run(native('quick-look', 'slow-walk'));
    expect([ran.code, ran.out]).toEqual([1, expect.stringMatching(/Cannot read properties of undefined/)]);
    expect(ran.out).toMatch(/Database connections +pass/);
    expect(drill.events().some((each) => each.type === 'evidence-attached')).toBe(true);
  });
});

const mounts = process.getuid?.() === 0;

describe.skipIf(!mounts)('a disk that is full', { timeout: limitMs }, () => {
  // From one that holds nothing to one that fills up while a picture is sealed.
  it.each([4, 12, 20, 28, 40, 200])('after %i KiB', async (kibibytes) => {
    drill = new Drill();
    const folder = join(drill.root, '.assay');
    mkdirSync(folder);
    drill.write('assay/checks/quick-look.ts', readFileSync(join(drill.root, 'assay/checks/quick-look.ts'), 'utf8')
      .replace('collect: (ports) =>', 'collect: async (ports) => (await ports.attach(\'much\', \'quick-look\', \'text/plain\', Buffer.alloc(500_000, 120))) &&'));
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', folder]);
    if (mounted.status !== 0) return;
    try {
      const ran = await drill.run(native('quick-look'));
      const told = [...faults(ran), ...ran.err.split('\n').filter((line) => line.startsWith('evidence-unwritable'))];
      expect([ran.code, told.some((line) => /evidence-unwritable: |ENOSPC/.test(line))], ran.err).toEqual([3, true]);
      expect(ran.err).not.toMatch(/internal|\bat .*\.ts:\d+:\d+\)/);
      if (drill.events().length > 0) expect(drill.events()[0]).toMatchObject({ type: 'run-started' });
    } finally {
      spawnSync('umount', [folder]);
    }
  });
});
