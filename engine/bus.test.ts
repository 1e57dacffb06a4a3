import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../core/types.ts';
import { EventBus } from './bus.ts';
import { Redactor } from './redact.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'assay-bus-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });

const progress = (label: string) => ({ type: 'progress', scope: 's', done: 1, total: 2, label }) as const;

describe('EventBus', () => {
  it('numbers events without a gap and has them on disk before any consumer sees them', () => {
    const path = join(folder, 'events.ndjson');
    const seen: number[] = [];
    const bus = new EventBus('r', path, [{ name: 'c', accept: (event) => { seen.push(readFileSync(path, 'utf8').trim().split('\n').length - 1 - event.seq); } }]);
    for (const label of ['a', 'b', 'c']) bus.emit(progress(label));
    bus.close();
    expect(seen).toEqual([0, 0, 0]);
    expect(readFileSync(path, 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as RunEvent).seq)).toEqual([0, 1, 2]);
  });

  it('cuts off a consumer that throws, makes it a fault, and goes on for the others', () => {
    const others: string[] = [];
    let calls = 0;
    const bus = new EventBus('r', join(folder, 'e'), [
      { name: 'broken', accept: () => { calls++; throw new Error('no paper'); } },
      { name: 'well', accept: (event) => { others.push(event.type); } },
    ]);
    bus.emit(progress('a'));
    bus.emit(progress('b'));
    bus.close();
    expect(calls).toBe(1);
    expect(others).toEqual(['fault-raised', 'progress', 'progress']);
    expect(bus.faults).toMatchObject([{ code: 'reporter-failed', cause: 'no paper' }]);
  });

  it('never writes a secret, in whatever event it stands', () => {
    const redactor = new Redactor();
    redactor.learn('topsecret');
    const bus = new EventBus('r', join(folder, 'e'), [], redactor);
    bus.emit(progress('it says topsecret'));
    bus.close();
    expect(readFileSync(join(folder, 'e'), 'utf8')).not.toContain('topsecret');
  });

  // /dev/full refuses every write with ENOSPC, as a full disk does.
  it.runIf(existsSync('/dev/full'))('goes on in memory when the disk is full, with one fault', () => {
    const bus = new EventBus('r', '/dev/full', []);
    bus.emit(progress('a'));
    bus.emit(progress('b'));
    expect(bus.faults).toMatchObject([{ code: 'evidence-unwritable' }]);
    expect(bus.events.filter((event) => event.type === 'progress')).toHaveLength(2);
  });
});
