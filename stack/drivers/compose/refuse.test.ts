import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../../core/types.ts';
import { asDocument } from '../../model/normalise.ts';
import type { Model } from '../../model/types.ts';
import { refusals, refusedFault } from './refuse.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-refuse-'));
  mkdirSync(join(root, 'inside'));
  symlinkSync('/etc', join(root, 'outside'));
});
afterAll(() => rmSync(root, { recursive: true }));

const model = (document: Record<string, Json>): Model => ({ file: join(root, 'compose.yml'), services: {}, document: asDocument(document), by: 'assay' });
const service = (raw: Record<string, Json>): Model => model({ services: { a: { image: 'x', ...raw } } });

describe('refusals', () => {
  it.each<[string, Record<string, Json>]>([
    ['privileged', { privileged: true }],
    ['privileged', { cap_add: ['NET_ADMIN', 'SYS_ADMIN'] }],
    ['privileged', { devices: ['/dev/kvm'] }],
    ['privileged', { security_opt: ['seccomp:unconfined'] }],
    ['engine-socket', { volumes: ['/var/run/docker.sock:/var/run/docker.sock'] }],
    ['engine-socket', { volumes: [{ type: 'bind', source: '/run/user/0/podman/podman.sock', target: '/x.sock' }] }],
    ['host-mounts', { volumes: ['/etc:/etc:ro'] }],
    ['host-mounts', { volumes: ['../:/up'] }],
    ['host-mounts', { volumes: ['./outside:/data'] }],
    ['host-mounts', { volumes: ['./outside/not-there-yet:/data'] }],
    ['host-network', { network_mode: 'host' }],
    ['host-network', { network_mode: 'container:other' }],
    ['host-network', { build: { context: '.', network: 'host' } }],
    ['host-pid', { pid: 'host' }],
  ])('%s: %j', (allow, raw) => {
    expect(refusals(service(raw), root).map((each) => [each.service, each.allow])).toEqual([['a', allow]]);
  });

  it.each<Record<string, Json>>([
    { volumes: ['./inside:/data', 'named:/var/lib', './not-there:/x'] }, { cap_add: ['NET_BIND_SERVICE'] }, { network_mode: 'none' }, { network_mode: 'service:b' },
  ])('%j is no trouble', (raw) => expect(refusals(service(raw), root)).toEqual([]));

  it('refuses volumes, networks and secrets that are not the platform’s own', () => {
    const found = refusals(model({
      services: {}, volumes: { data: { external: true }, bound: { driver_opts: { type: 'none', o: 'bind', device: '/srv' } }, own: {} },
      networks: { shared: { external: true } }, secrets: { key: { file: '/etc/shadow' } },
    }), root);
    expect(found.map((each) => `${each.service} ${each.allow}`)).toEqual(['volume data host-mounts', 'volume bound host-mounts', 'network shared host-network', 'secrets key host-mounts']);
  });
});

describe('refusedFault', () => {
  it('names service, key, reason and the word that allows it', () => {
    const found = refusals(service({ privileged: true, pid: 'host' }), root);
    expect(refusedFault(found, ['host-pid'], 'compose.yml')).toMatchObject({
      code: 'compose-refused', exit: 2, what: 'compose.yml asks for what assay does not start unasked: a: privileged (it may do anything to this machine).',
      fix: "Take it out, or allow it by name in the configuration: stack.allow: ['privileged'].",
    });
    expect(refusedFault(found, ['host-pid', 'privileged'], 'compose.yml')).toBeUndefined();
  });
});
