import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fault } from '../../../core/fault.ts';
import type { Fault, Json } from '../../../core/types.ts';
import { asDocument, list, serviceModel } from '../../model/normalise.ts';
import type { Document, Model } from '../../model/types.ts';

/** Something in the compose file that reaches out of the stack, and the word that allows it. */
export interface Refusal {
  readonly service: string;
  readonly key: string;
  readonly because: string;
  readonly allow: 'privileged' | 'engine-socket' | 'host-mounts' | 'host-network' | 'host-pid';
}

const sockets = /(^|\/)(docker|podman|containerd|crio)\.sock$/;

/** What assay does not start unasked: a stack under validation gets outages and load, so it must not hold a part of this machine. */
export function refusals(model: Model, root: string): readonly Refusal[] {
  const services = Object.entries(asDocument(model.document.services));
  return [
    ...services.flatMap(([name, raw]) => ofService(name, asDocument(raw), model, root)),
    ...Object.entries(asDocument(model.document.volumes)).flatMap(([name, raw]) => ofVolume(name, asDocument(raw), root)),
    ...Object.entries(asDocument(model.document.networks)).filter(([, raw]) => asDocument(raw).external === true)
      .map(([name]) => refusal(`network ${name}`, 'external', 'it is a network that assay did not make', 'host-network')),
    ...['secrets', 'configs'].flatMap((kind) => Object.entries(asDocument(model.document[kind])).filter(([, raw]) => isOutside(asDocument(raw).file, root))
      .map(([name, raw]) => refusal(`${kind} ${name}`, 'file', `${String(asDocument(raw).file)} is outside the platform's folder`, 'host-mounts'))),
  ];
}

/** The fault for those that the operator did not allow, or undefined. */
export function refusedFault(found: readonly Refusal[], allow: readonly string[], uri: string): Fault | undefined {
  const refused = found.filter((each) => !allow.includes(each.allow));
  if (refused.length === 0) return undefined;
  const told = refused.map((each) => `${each.service}: ${each.key} (${each.because})`).join('; ');
  const words = [...new Set(refused.map((each) => `'${each.allow}'`))].join(', ');
  return fault('compose-refused', `${uri} asks for what assay does not start unasked: ${told}.`, {
    where: { uri }, fix: `Take it out, or allow it by name in the configuration: stack.allow: [${words}].`,
  });
}

function ofService(name: string, raw: Document, model: Model, root: string): readonly Refusal[] {
  const found: Refusal[] = [];
  const add = (key: string, because: string, allow: Refusal['allow']): void => void found.push(refusal(name, key, because, allow));
  if (raw.privileged === true) add('privileged', 'it may do anything to this machine', 'privileged');
  for (const cap of list(raw.cap_add).map(String)) if (/^(CAP_)?(ALL|SYS_ADMIN|SYS_MODULE|SYS_PTRACE|SYS_RAWIO|DAC_READ_SEARCH)$/.test(cap)) add('cap_add', `${cap} is as good as privileged`, 'privileged');
  if (list(raw.devices).length > 0) add('devices', 'it gets devices of this machine', 'privileged');
  if (raw.userns_mode === 'host' || raw.ipc === 'host' || raw.uts === 'host') add('userns_mode, ipc or uts', 'it shares a namespace of this machine', 'privileged');
  if (list(raw.security_opt).some((each) => /unconfined/.test(String(each)))) add('security_opt', 'it is unconfined', 'privileged');
  if (/^(host|container:)/.test(String(raw.network_mode ?? ''))) add('network_mode', `${String(raw.network_mode)} is not a network of the stack`, 'host-network');
  if (asDocument(raw.build).network === 'host') add('build.network', 'its build uses the network of this machine', 'host-network');
  if (/^(host|container:)/.test(String(raw.pid ?? ''))) add('pid', 'it sees processes of this machine', 'host-pid');
  for (const volume of serviceModel(name, raw, dirname(model.file)).volumes.filter((each) => each.type === 'bind')) {
    if (sockets.test(volume.source) || sockets.test(volume.target)) add('volumes', `${volume.source} is the engine's own socket`, 'engine-socket');
    else if (isOutside(volume.source, root)) add('volumes', `${volume.source} is outside the platform's folder`, 'host-mounts');
  }
  return found;
}

function ofVolume(name: string, raw: Document, root: string): readonly Refusal[] {
  if (raw.external === true) return [refusal(`volume ${name}`, 'external', 'it holds data that assay did not make', 'host-mounts')];
  const device = asDocument(raw.driver_opts).device;
  return isOutside(device, root) ? [refusal(`volume ${name}`, 'driver_opts.device', `${String(device)} is outside the platform's folder`, 'host-mounts')] : [];
}

function refusal(service: string, key: string, because: string, allow: Refusal['allow']): Refusal {
  return { service, key, because, allow };
}

/** Links are followed: one inside the project that leads out of it is outside. */
function isOutside(path: Json | undefined, root: string): boolean {
  if (typeof path !== 'string' || !path.startsWith('/')) return false;
  const way = relative(realpathSync(root), real(path));
  return way === '..' || way.startsWith('../');
}

function real(path: string): string {
  return existsSync(path) ? realpathSync(path) : path === '/' ? path : join(real(dirname(path)), path.slice(dirname(path).length));
}
