import { basename, relative } from 'node:path';
import { asFault } from '../../core/fault.ts';
import type { Fault, StoreKind } from '../../core/types.ts';
import { storeKind } from '../../stack/kinds.ts';
import { readModel } from '../../stack/model.ts';
import { findCompose } from '../../stack/model/read.ts';
import type { Model, ServiceModel } from '../../stack/model/types.ts';
import { entryFile, sharedPackages, sourceFolders } from './folders.ts';
import { importedFrom, inside, readTree, type Tree } from './sources.ts';
import { findApi, findWeb, type ApiFound, type Candidate, type WebFound } from './surface.ts';
import { composeName, requiredVariables, type Variable } from './variables.ts';

/** What a platform's folder tells of itself. */
export interface Survey {
  readonly name: string;
  readonly tree: Tree;
  readonly compose: string | undefined;
  /** Why the compose file could not be read. */
  readonly unreadable?: Fault;
  readonly variables: readonly Variable[];
  readonly services: readonly ServiceModel[];
  readonly stores: readonly { readonly name: string; readonly kind: StoreKind; /** The image's name does not say it by itself. */ readonly declare: boolean }[];
  readonly sources: Readonly<Record<string, readonly string[]>>;
  readonly api: ApiFound | undefined;
  readonly web: WebFound | undefined;
}

/** Looks at compose file and source; starts nothing, writes nothing. */
export async function survey(root: string): Promise<Survey> {
  const tree = readTree(root);
  const file = findCompose(root, undefined);
  const bare = { name: (file === undefined ? undefined : composeName(file)) ?? basename(root), tree, services: [], stores: [], sources: {}, api: undefined, web: undefined };
  if (file === undefined) return { ...bare, compose: undefined, variables: [] };
  const compose = relative(root, file);
  try {
    const variables = requiredVariables(file, root);
    const model = await readModel({ root, compose, environment: Object.fromEntries(variables.map(({ name, value }) => [name, typeof value === 'string' ? value : 'x'.repeat(value.secret)])) }, 'init');
    return { ...bare, compose, variables, ...ofModel(model, root, tree) };
  } catch (error) {
    return { ...bare, compose, variables: [], unreadable: asFault(error, 'compose-invalid', `${compose} could not be read`) };
  }
}

function ofModel(read: Model | undefined, root: string, tree: Tree): Pick<Survey, 'services' | 'stores' | 'sources' | 'api' | 'web'> {
  const services = Object.values(read?.services ?? {});
  const stores = services.flatMap((service) => {
    const told = storeKind(service, {});
    const kind = told ?? guessed(service);
    return kind ? [{ name: service.name, kind, declare: told === undefined }] : [];
  });
  const own = services.filter((service) => !stores.some((store) => store.name === service.name));
  const shared = sharedPackages(root, own);
  const candidates = candidatesOf(own, root, tree);
  const api = findApi(candidates, tree.documents);
  return {
    services, stores, api, web: findWeb(candidates, api?.service),
    sources: Object.fromEntries(candidates.filter(({ folders }) => folders.length > 0).map(({ model, folders, files }) => [model.name, [...folders, ...shared.filter((one) => files.some((each) => each.text.includes(one.name))).map((one) => one.folder).filter((folder) => !folders.includes(folder))]])),
  };
}

/** Of a folder that several services share, a service has what the file that it starts imports; when that is much, the folder says it shorter. */
const mostOwnFiles = 8;

function candidatesOf(own: readonly ServiceModel[], root: string, tree: Tree): readonly Candidate[] {
  const paths = new Set(tree.files.map((file) => file.path));
  const all = own.map((model) => ({ model, folders: sourceFolders(model, root) }));
  return all.map(({ model, folders }) => {
    const files = tree.files.filter((each) => inside(each.path, folders));
    const isShared = all.some((other) => other.model !== model && other.folders.some((folder) => folders.includes(folder)));
    const entry = isShared ? entryFile(model, root, paths) : undefined;
    const imported = entry === undefined ? [] : importedFrom(entry, files);
    return imported.length === 0 || imported.length > mostOwnFiles ? { model, folders, files } : { model, folders: imported.map((file) => file.path), files: imported };
  });
}

/** An image of the house, such as `acme/our-postgres:3`. */
function guessed({ image, build }: ServiceModel): StoreKind | undefined {
  const name = build ? '' : (image?.split('/').at(-1)?.split(/[:@]/)[0] ?? '');
  return ([['postgres', /postgres|postgis|timescale/], ['redis', /redis|valkey/], ['neo4j', /neo4j/]] as const).find(([, pattern]) => pattern.test(name) && !/exporter|backup|admin|commander|insight/.test(name))?.[0];
}
