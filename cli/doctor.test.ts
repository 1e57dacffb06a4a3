import { describe, expect, it } from 'vitest';
import type { Item } from '../stack/doctor.ts';
import { diagnose, fix, renderDoctor } from './doctor.ts';

const redis: Item = {
  id: 'redis', name: 'redis-server', purpose: 'the platform’s Redis where it is started natively', state: 'missing', found: undefined,
  trouble: 'a natively started stack has no Redis', mend: 'install it with: apt-get install -y redis-server', part: 'redis-server', needed: true,
};
const node: Item = { id: 'node', name: 'Node.js', purpose: 'runs assay', state: 'ok', found: '24.21.0', needed: true };

describe('renderDoctor', () => {
  it('shows what is there, what is not, and what mends it', () => {
    expect(renderDoctor([node, redis, { ...redis, needed: false }], { columns: 40, colour: false }).split('\n')).toEqual([
      '  ok      Node.js       24.21.0',
      '          runs assay',
      '  missing redis-server',
      '          the platform’s Redis where it',
      '          is started natively',
      '          A natively started stack has',
      '          no Redis.',
      '          Install it with: apt-get install -y redis-server',
      '  absent  redis-server',
      '          the platform’s Redis where it',
      '          is started natively',
      '          A natively started stack has',
      '          no Redis.',
      '          Install it with: apt-get install -y redis-server',
      '',
    ]);
  });

  it('colours only when asked', () => {
    expect(renderDoctor([redis], { columns: 80, colour: true })).toContain('\u001b[31m');
    expect(renderDoctor([redis], { columns: 80, colour: false })).not.toContain('\u001b');
  });
});

describe('fix', () => {
  it('does nothing where nothing that is needed is missing', async () => {
    expect(await fix([node, { ...redis, needed: false }])).toEqual({ installed: [], byHand: [] });
  });

  it('leaves to people what no package mends', async () => {
    const disk: Item = { id: 'disk', name: 'Disk', purpose: '', state: 'unfit', found: '', trouble: 'full', mend: 'make room', needed: true };
    expect(await fix([disk])).toEqual({ installed: [], byHand: ['Disk: make room'] });
  });
});

it('looks at the machine it runs on', async () => {
  const items = await diagnose({ root: process.cwd(), browser: true, graph: true, native: true });
  expect(items.map((each) => each.id)).toEqual(['node', 'engine', 'compose', 'browser', 'redis', 'jdk', 'maven', 'ports', 'disk', 'clock']);
  expect(items[0]).toMatchObject({ state: 'ok', found: process.versions.node });
});
