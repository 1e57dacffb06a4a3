import { createHash } from 'node:crypto';
import type { Json } from '../../../core/types.ts';
import { asDocument, list, mapping } from '../../model/normalise.ts';
import type { Document, Model } from '../../model/types.ts';
import type { Address } from '../../rewrite.ts';
import { rewritePublished, variablesOf } from '../../rewrite.ts';

export interface Generated {
  readonly document: Document;
  /** Images that this run builds, by service: their names stay the same between runs, so that layers stay cached. */
  readonly images: Readonly<Record<string, string>>;
  /** What each of them is built with, also where a shared image is built by another. */
  readonly buildArgs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Stores that have another name in the document, because a tap has theirs. */
  readonly origins: Readonly<Record<string, string>>;
  /** Services of our own that are started with the stores: taps before third parties. */
  readonly beside: readonly string[];
}
export interface Plan {
  readonly root: string;
  readonly project: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly addresses: readonly Address[];
  /** Services left out. */
  readonly without: readonly string[];
  /** Stores: they are asked by their protocol before anything that needs them is started, so nothing waits for their health checks' intervals. */
  readonly stores: readonly string[];
}

/** Compose derives these from the project's name; the user's fixed ones would collide with the user's own running stack. */
const dropped = ['container_name', 'scale', 'profiles', 'env_file'] as const;

/**
 * The model of one run, derived from the platform's: labelled, on loopback ports of its own, without restarts that would hide a crash, without fixed names.
 * Pure; the document is in Compose's form, dollars escaped.
 */
export function generate(model: Model, plan: Plan): Generated {
  const services = Object.entries(asDocument(model.document.services)).filter(([name]) => !plan.without.includes(name))
    .map(([name, raw]) => [name, asDocument(raw)] as const);
  const images = imageNames(services, plan.root);
  const renamed = new Map(services.flatMap(([name, raw]) => (typeof raw.image === 'string' && images[name] !== undefined ? [[raw.image, images[name]] as const] : [])));
  const built = new Set<string>();
  const generated = services.map(([name, raw]) => {
    const image = images[name];
    // Services of one image build it once; the others find it made, because building is a step of its own.
    const builds = image !== undefined && !built.has(image);
    if (image !== undefined) built.add(image);
    return [name, service(name, raw, plan, image ?? (typeof raw.image === 'string' ? renamed.get(raw.image) : undefined), builds)] as const;
  });
  return {
    images,
    origins: {},
    beside: [],
    buildArgs: Object.fromEntries(services.map(([name, raw]) => [name, published(mapping(asDocument(raw.build).args), plan)])),
    document: {
      ...model.document,
      name: plan.project,
      services: Object.fromEntries(generated),
      networks: named(model.document.networks, plan, { default: {} }),
      volumes: named(model.document.volumes, plan, {}),
    },
  };
}

/** Service → image that is built for it. Services with the same image and the same build share one. */
function imageNames(services: readonly (readonly [string, Document])[], root: string): Readonly<Record<string, string>> {
  const builds = new Map<string, string>();
  return Object.fromEntries(services.filter(([, raw]) => raw.build !== undefined && raw.build !== null).map(([name, raw]) => {
    const shared = imageName(root, typeof raw.image === 'string' ? raw.image : name);
    const how = JSON.stringify(raw.build);
    const image = (builds.get(shared) ?? how) === how ? shared : imageName(root, `${String(raw.image)}-${name}`);
    builds.set(image, how);
    return [name, image];
  }));
}

/** Never the user's own tag: the image has this run's addresses built in. */
function imageName(root: string, name: string): string {
  const readable = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return `assay/${createHash('sha256').update(root).digest('hex').slice(0, 12)}-${readable}:latest`;
}

function service(name: string, raw: Document, plan: Plan, image: string | undefined, builds: boolean): Document {
  const kept = Object.fromEntries(Object.entries(raw).filter(([key]) => key !== 'build' && !(dropped as readonly string[]).includes(key)));
  const ports = plan.addresses.filter((each) => each.service === name);
  const deploy = Object.fromEntries(Object.entries(asDocument(raw.deploy)).filter(([key]) => !['restart_policy', 'replicas', 'mode'].includes(key)));
  return {
    ...kept,
    ...(image !== undefined && { image }),
    ...(raw.build && builds && { build: build(raw.build, plan) }),
    ...(raw.deploy && { deploy }),
    environment: environment(raw.environment, plan),
    ...(plan.stores.includes(name) && raw.volumes && { volumes: list(raw.volumes).map(freshData) }),
    labels: { ...escaped(mapping(raw.labels)), ...plan.labels },
    ports: ports.map((each) => ({ mode: 'ingress', target: each.target, host_ip: '127.0.0.1', published: String(each.port), protocol: 'tcp' })),
    depends_on: Object.fromEntries(Object.entries(dependencies(raw.depends_on)).filter(([other]) => !plan.without.includes(other))
      .map(([other, how]) => [other, plan.stores.includes(other) ? { ...asDocument(how), condition: 'service_started' } : how])),
    restart: 'no',
    ...(raw.links && { links: list(raw.links).filter((link) => !plan.without.includes(String(link).split(':')[0] ?? '')) }),
  };
}

const dataFolders = /^\/(var\/lib\/postgresql|data|bitnami|var\/lib\/neo4j\/data|var\/lib\/redis)(\/|$)/;

/** A store's data folder in the platform's tree holds data that assay did not make; the store gets an empty volume in its place. */
function freshData(raw: Json): Json {
  const [source = '', target = '', mode = ''] = typeof raw === 'string' ? raw.split(':') : [];
  const long = typeof raw === 'string' ? { type: /^[./~]/.test(source) ? 'bind' : 'volume', target, read_only: mode.includes('ro') } : asDocument(raw);
  return long.type === 'bind' && long.read_only !== true && dataFolders.test(String(long.target)) ? { type: 'volume', target: String(long.target) } : raw;
}

function build(raw: Json, plan: Plan): Document {
  const long = typeof raw === 'string' ? { context: raw } : asDocument(raw);
  return long.args === undefined ? long : { ...long, args: rewritten(mapping(long.args), plan) };
}

function environment(raw: Json | undefined, plan: Plan): Document {
  const given = mapping(raw);
  const gone = variablesOf(given, plan.without);
  return rewritten(Object.fromEntries(Object.entries(given).filter(([key]) => !gone.includes(key))), plan);
}

function rewritten(values: Readonly<Record<string, string>>, plan: Plan): Document {
  return escaped(published(values, plan));
}

function published(values: Readonly<Record<string, string>>, plan: Plan): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, rewritePublished(value, plan.addresses)]));
}

function escaped(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value.replaceAll('$', '$$$$')]));
}

function dependencies(raw: Json | undefined): Document {
  return Array.isArray(raw) ? Object.fromEntries(raw.map((name) => [String(name), { condition: 'service_started' }])) : asDocument(raw);
}

/** Networks and volumes carry the label, so that they can be found without their containers; fixed names go, external ones stay as they are. */
function named(raw: Json | undefined, plan: Plan, always: Document): Document {
  const all = { ...always, ...asDocument(raw) };
  return Object.fromEntries(Object.entries(all).map(([key, each]) => {
    const body = asDocument(each);
    if (body.external === true) return [key, body];
    const kept = Object.fromEntries(Object.entries(body).filter(([field]) => field !== 'name'));
    return [key, { ...kept, labels: { ...escaped(mapping(body.labels)), ...plan.labels } }];
  }));
}
