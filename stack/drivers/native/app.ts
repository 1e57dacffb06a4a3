import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { BootRequest } from '../../driver.ts';
import type { ServiceModel } from '../../model/types.ts';
import { shellWords } from '../../model/words.ts';
import { healthUrl } from '../../health.ts';
import { rewriteEnvironment, rewriteHosts, rewritePublished, variablesOf } from '../../rewrite.ts';
import type { Address } from '../../rewrite.ts';

/** How a service that is no store runs as a process. */
export interface App {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly build: { readonly command: readonly string[]; readonly env: Readonly<Record<string, string>> } | undefined;
  /** Build arguments, with the addresses that hold on this machine. */
  readonly args: Readonly<Record<string, string>>;
  /** A health address on this machine, taken from the compose file's health check. */
  readonly health: string | undefined;
}

/** Images that are a language's runtime: their services are programs of the platform, found through their mounts. */
const runtimes = /^(node|python|bun|denoland|deno|ruby|golang|openjdk|eclipse-temurin)$/;

/** Why a service cannot run as a process here, or undefined when it can. */
export function cannotRun(service: ServiceModel, request: BootRequest): string | undefined {
  const configured = request.native?.services[service.name]?.command;
  if (configured || commandOf(service)) {
    const image = service.image?.split('/').at(-1)?.split(/[:@]/)[0] ?? '';
    if (configured || service.build || runtimes.test(image)) return undefined;
    return `its image ${service.image ?? ''} is not a program of the platform; stack.native.services.${service.name}.command can say how it runs without a container engine`;
  }
  return `nothing says how it runs without a container engine; give stack.native.services.${service.name}.command`;
}

/** Command, folder and variables of a service, with the addresses that hold on this machine. `absent`: services that are not there; their variables go. */
export function planApp(service: ServiceModel, request: BootRequest, addresses: readonly Address[], absent: readonly string[]): App {
  const native = request.native?.services[service.name];
  const image = service.build && dockerfile(service);
  const cwd = native?.cwd ? resolve(request.root, native.cwd) : service.build?.context ?? request.root;
  const inside = (word: string): string => fromContainer(word, service, image?.workdir);
  const gone = variablesOf(service.environment, absent);
  const kept = Object.fromEntries(Object.entries(service.environment).filter(([key]) => !gone.includes(key)));
  const env = ownPorts(rewriteEnvironment(kept, addresses), service, addresses);
  const words = native?.command ?? (commandOf(service) ?? []).map((word) => listening(rewriteHosts(rewritePublished(inside(word), addresses), addresses), service, addresses));
  const args = Object.fromEntries(Object.entries(service.build?.args ?? {}).map(([key, value]) => [key, rewriteHosts(rewritePublished(value, addresses), addresses)]));
  return {
    command: words, cwd, env: Object.fromEntries(Object.entries(env).map(([key, value]) => [key, inside(value)])),
    build: native?.build && { command: native.build, env: { ...env, ...args } }, args,
    health: healthUrl(service, addresses),
  };
}

function commandOf(service: ServiceModel): readonly string[] | undefined {
  const image = service.build && dockerfile(service);
  const entrypoint = service.entrypoint ?? image?.entrypoint ?? [];
  // As in the engine: an entrypoint of the compose file puts the image's own command out of force.
  const command = service.command ?? (service.entrypoint ? [] : image?.command ?? []);
  const words = [...entrypoint, ...command];
  return words.length > 0 ? words : undefined;
}

/** Its own port: `PORT` always, every other variable of that kind that holds it, and listening on the loopback alone. */
function ownPorts(env: Readonly<Record<string, string>>, service: ServiceModel, addresses: readonly Address[]): Record<string, string> {
  const own = addresses.filter((each) => each.service === service.name);
  const changed = Object.entries(env).map(([key, value]) => [key, /PORT$/.test(key) || /(HOST|BIND|LISTEN|ADDR(ESS)?)$/.test(key) ? listening(value, service, addresses) : value]);
  return { ...Object.fromEntries(changed), ...(own[0] && { PORT: String(own[0].port), HOST: '127.0.0.1' }) };
}

/** A word that is a port of the service becomes the one it has here; all addresses of the machine become the loopback. */
function listening(word: string, service: ServiceModel, addresses: readonly Address[]): string {
  const own = addresses.find((each) => each.service === service.name && (word === String(each.target) || word.endsWith(`=${each.target}`) || word.endsWith(`:${each.target}`)));
  const moved = own ? word.slice(0, word.length - String(own.target).length) + String(own.port) : word;
  return moved.replace(/^((?:--?[\w-]+=)?)(0\.0\.0\.0|\[::\]|::)(?=$|:\d)/, '$1127.0.0.1');
}

/** A path inside the container is one in the platform's folder: through a mount, or through the folder that the image is built from. */
function fromContainer(word: string, service: ServiceModel, workdir: string | undefined): string {
  const places = [
    ...service.volumes.filter((each) => each.type === 'bind').map((each) => [each.target, each.source] as const),
    ...(workdir && service.build ? [[workdir, service.build.context] as const] : []),
  ];
  const place = places.find(([target]) => word === target || word.startsWith(`${target}/`));
  return place ? join(place[1], word.slice(place[0].length)) : word;
}

interface Image {
  readonly command: readonly string[] | undefined;
  readonly entrypoint: readonly string[] | undefined;
  readonly workdir: string | undefined;
}

/** What the last stage of a Dockerfile (or the one that is built) says of how its program starts. */
function dockerfile(service: ServiceModel): Image | undefined {
  const build = service.build;
  if (!build) return undefined;
  const file = build.dockerfile && isAbsolute(build.dockerfile) ? build.dockerfile : join(build.context, build.dockerfile ?? 'Dockerfile');
  if (!existsSync(file)) return undefined;
  let image: Image = { command: undefined, entrypoint: undefined, workdir: undefined };
  let stage = '';
  for (const line of readFileSync(file, 'utf8').replaceAll(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const [, word = '', rest = ''] = /^\s*(\w+)\s+(.*?)\s*$/.exec(line) ?? [];
    if (/^FROM$/i.test(word)) {
      if (build.target && stage === build.target) break;
      stage = /\sAS\s+(\S+)/i.exec(rest)?.[1] ?? '';
      image = { command: undefined, entrypoint: undefined, workdir: image.workdir };
    } else if (/^WORKDIR$/i.test(word)) image = { ...image, workdir: rest };
    else if (/^CMD$/i.test(word)) image = { ...image, command: execForm(rest) };
    else if (/^ENTRYPOINT$/i.test(word)) image = { ...image, entrypoint: execForm(rest) };
  }
  return image;
}

function execForm(rest: string): readonly string[] {
  try {
    return (JSON.parse(rest) as readonly unknown[]).map(String);
  } catch {
    return /[|&;<>$`]/.test(rest) ? ['sh', '-c', rest] : shellWords(rest);
  }
}
