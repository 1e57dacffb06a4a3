import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Document as YamlDocument } from 'yaml';
import { fault, FaultError } from '../../core/fault.ts';
import type { Json, Location } from '../../core/types.ts';
import { interpolate } from './interpolate.ts';
import { asDocument, list } from './normalise.ts';
import type { Document } from './types.ts';

export interface Source {
  readonly file: string;
  /** How the file is named in messages: relative to the platform. */
  readonly uri: string;
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Compose's own order of names. */
const fileNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
/** A compose file is text for people; more than this is no compose file. */
const fileBytes = 4 * 1024 * 1024;

/** The platform's compose file, or undefined when it has none. A file that was asked for by name and is missing is a fault. */
export function findCompose(root: string, named: string | undefined): string | undefined {
  if (named === undefined) return fileNames.map((name) => resolve(root, name)).find((file) => existsSync(file));
  const file = resolve(root, named);
  if (!existsSync(file)) throw new FaultError(fault('path-missing', `There is no compose file ${named} in ${root}.`));
  return file;
}

/**
 * Reads a compose file and replaces its variables by the values given, and by nothing else: no `.env`, nothing of the process.
 * Every required variable without a value is named at once. Throws a FaultError `compose-invalid` with file and line.
 */
export function readCompose(source: Source): Document {
  const lines = new LineCounter();
  const text = readFileSync(source.file, 'utf8');
  if (text.length > fileBytes) throw invalid(source, `${source.uri} is larger than ${fileBytes} bytes.`);
  const yaml = parseDocument(text, { lineCounter: lines, merge: true, uniqueKeys: true });
  const error = yaml.errors[0];
  if (error) throw invalid(source, `${at(source, error.linePos?.[0].line)}: ${error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '')}.`, error.linePos?.[0].line);
  replaceVariables(yaml, source, (offset) => lines.linePos(offset).line);
  return checkShape(yaml.toJS({ maxAliasCount: 1000 }) as Json, source);
}

function replaceVariables(yaml: YamlDocument.Parsed, source: Source, lineOf: (offset: number) => number): void {
  const missing: { readonly name: string; readonly message: string; readonly line: number }[] = [];
  visit(yaml, {
    Scalar(key, node) {
      if (key === 'key' || typeof node.value !== 'string' || !node.value.includes('$')) return;
      const line = lineOf(node.range?.[0] ?? 0);
      const result = interpolate(node.value, source.environment);
      if (result.invalid !== undefined) throw invalid(source, `${at(source, line)}: ${result.invalid} is no valid variable; a dollar by itself is written $$.`, line);
      missing.push(...result.missing.map((each) => ({ ...each, line })));
      // Escaped once more, because the document stays in the form that Compose reads.
      if (isScalar(node)) node.value = result.value.replaceAll('$', '$$$$');
    },
  });
  if (missing.length === 0) return;
  const names = [...new Map(missing.map((each) => [each.name, each])).values()];
  const told = names.map((each) => `${each.name} (line ${each.line}${each.message ? `: ${each.message}` : ''})`).join(', ');
  throw invalid(source, `${source.uri} needs ${names.length === 1 ? 'a value' : 'values'} for ${told}.`, names[0]?.line,
    'Give each a value under stack.environment in the configuration; { secret: 32 } makes a new one for each run.');
}

function checkShape(raw: Json, source: Source): Document {
  const document = asDocument(raw);
  const services = Object.entries(asDocument(document.services));
  if (services.length === 0) throw invalid(source, `${source.uri} has no services.`);
  for (const [name, service] of services) {
    const body = asDocument(service);
    if (!body.image && !body.build && !body.extends) throw invalid(source, `${source.uri}: service ${name} has neither image nor build.`);
  }
  return document;
}

/** What only Compose itself puts together; our own reading says so instead of starting half a stack. */
export function completeAlone(document: Document, source: Source): Document {
  if (document.include !== undefined) throw invalid(source, `${source.uri} uses include, which needs Docker Compose to be read.`, undefined, 'Install Docker Compose; assay doctor says how.');
  const services = Object.entries(asDocument(document.services)).map(([name, raw]) => {
    const service = asDocument(raw);
    if (service.extends !== undefined) throw invalid(source, `${source.uri}: service ${name} uses extends, which needs Docker Compose to be read.`, undefined, 'Install Docker Compose; assay doctor says how.');
    return [name, withEnvFiles(service, source)] as const;
  });
  return { ...document, services: Object.fromEntries(services.filter(([, service]) => isActive(service, source))) };
}

function isActive(service: Document, source: Source): boolean {
  const wanted = (source.environment.COMPOSE_PROFILES ?? '').split(',');
  const profiles = list(service.profiles).map(String);
  return profiles.length === 0 || wanted.includes('*') || profiles.some((profile) => wanted.includes(profile));
}

function withEnvFiles(service: Document, source: Source): Document {
  const fromFiles = list(service.env_file).flatMap((entry) => {
    const long = typeof entry === 'object' ? asDocument(entry) : { path: entry };
    const file = resolve(dirname(source.file), String(long.path));
    if (existsSync(file)) return envLines(readFileSync(file, 'utf8'));
    if (asDocument(long).required === false) return [];
    throw invalid(source, `${source.uri} names the env_file ${relative(source.root, file)}, which is not there.`);
  });
  if (fromFiles.length === 0) return service;
  const own = Array.isArray(service.environment) ? service.environment.map(String) : Object.entries(asDocument(service.environment)).map(([key, value]) => `${key}=${String(value ?? '')}`);
  return { ...service, environment: [...fromFiles.map((line) => line.replaceAll('$', '$$$$')), ...own] };
}

function envLines(text: string): readonly string[] {
  return text.split(/\r?\n/).map((line) => line.trim().replace(/^export\s+/, '')).filter((line) => line !== '' && !line.startsWith('#') && line.includes('='))
    .map((line) => line.replace(/^([^=]+)=(["'])(.*)\2$/, '$1=$3'));
}

/** The line of what Compose's words are about: `services.api Additional property imagex is not allowed`, `services.api.ports.0 …`. */
export function lineOfService(source: Source, words: string): number | undefined {
  const [, path = ''] = /(services(?:\.[\w-]+)+)/.exec(words) ?? [];
  const property = /property '?([\w-]+)'? is not allowed/i.exec(words)?.[1];
  const lines = new LineCounter();
  const yaml = parseDocument(readFileSync(source.file, 'utf8'), { lineCounter: lines, merge: true });
  const keys = [...path.split('.'), ...(property === undefined ? [] : [property])];
  for (let depth = keys.length; depth > 1; depth--) {
    const node = yaml.getIn(keys.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return undefined;
}

export function invalid(source: Source, what: string, line?: number, fix?: string): FaultError {
  const where: Location = { uri: source.uri, ...(line !== undefined && { line }) };
  return new FaultError(fault('compose-invalid', what, { where, ...(fix !== undefined && { fix }) }));
}

export function sourceOf(root: string, file: string, environment: Readonly<Record<string, string>>): Source {
  const uri = relative(root, file).replaceAll('\\', '/');
  return { file, root, environment, uri: uri.startsWith('..') ? basename(file) : uri };
}

function at(source: Source, line: number | undefined): string {
  return line === undefined ? source.uri : `${source.uri}:${line}`;
}
