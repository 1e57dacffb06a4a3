import { resolve } from 'node:path';
import type { Json } from '../../core/types.ts';
import { shellWords } from './words.ts';
import type { BuildModel, Condition, Document, PortModel, ServiceModel, VolumeModel } from './types.ts';

/**
 * One service of a compose document, short or long form, as the drivers use it. Dollars that Compose escaped are single again.
 * `folder` is what relative paths are relative to.
 */
export function serviceModel(name: string, raw: Document, folder: string): ServiceModel {
  return {
    name,
    image: text(raw.image),
    build: buildModel(raw.build, folder),
    command: words(raw.command),
    entrypoint: words(raw.entrypoint),
    environment: mapping(raw.environment),
    ports: list(raw.ports).flatMap(portModels),
    volumes: list(raw.volumes).map((volume) => volumeModel(volume, folder)),
    dependsOn: dependsOn(raw.depends_on),
    healthcheck: healthcheck(raw.healthcheck),
    labels: mapping(raw.labels),
    restart: text(raw.restart),
    profiles: list(raw.profiles).map(String),
  };
}

export function asDocument(value: Json | undefined): Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Document) : {};
}

export function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : value === undefined || value === null ? [] : [value];
}

/** `KEY: value` or `- KEY=value`; a key without value is left out, since nothing of this machine's environment is passed on. */
export function mapping(value: Json | undefined): Record<string, string> {
  if (Array.isArray(value)) {
    return Object.fromEntries(value.map(String).filter((line) => line.includes('=')).map((line) => [line.slice(0, line.indexOf('=')), dollars(line.slice(line.indexOf('=') + 1))]));
  }
  return Object.fromEntries(Object.entries(asDocument(value)).filter(([, each]) => each !== null).map(([key, each]) => [key, dollars(String(each))]));
}

function text(value: Json | undefined): string | undefined {
  return value === undefined || value === null ? undefined : dollars(String(value));
}

function dollars(value: string): string {
  return value.replaceAll('$$', '$');
}

function words(value: Json | undefined): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? value.map((word) => dollars(String(word))) : shellWords(dollars(String(value)));
}

function buildModel(value: Json | undefined, folder: string): BuildModel | undefined {
  if (value === undefined || value === null) return undefined;
  const long = typeof value === 'string' ? { context: value } : asDocument(value);
  return { context: resolve(folder, text(long.context) ?? '.'), dockerfile: text(long.dockerfile), target: text(long.target), args: mapping(long.args) };
}

/** `80`, `8080:80`, `127.0.0.1:8080:80/tcp`, `9000-9001:9000-9001`, or the long form. */
function portModels(value: Json): readonly PortModel[] {
  if (typeof value !== 'object') return shortPorts(String(value));
  const long = asDocument(value);
  const published = Number(text(long.published));
  return [{ target: Number(long.target), published: published > 0 ? published : undefined, protocol: long.protocol === 'udp' ? 'udp' : 'tcp' }];
}

function shortPorts(value: string): readonly PortModel[] {
  const [address = '', protocol] = value.split('/');
  const parts = address.replace(/^\[[^\]]*\]:/, '').split(':');
  const targets = range(parts.at(-1) ?? '');
  const published = parts.length > 1 ? range(parts.at(-2) ?? '') : [];
  return targets.map((target, index) => ({ target, published: published[index], protocol: protocol === 'udp' ? 'udp' : 'tcp' }));
}

function range(value: string): readonly number[] {
  const [first = NaN, last = first] = value.split('-').map(Number);
  return Number.isInteger(first) && first > 0 ? Array.from({ length: Math.min(Math.max(last - first, 0), 1000) + 1 }, (_, index) => first + index) : [];
}

function volumeModel(value: Json, folder: string): VolumeModel {
  if (typeof value !== 'object') return shortVolume(String(value), folder);
  const long = asDocument(value);
  const type = text(long.type) ?? 'volume';
  const source = text(long.source) ?? '';
  return { type, source: type === 'bind' ? resolve(folder, source) : source, target: text(long.target) ?? '', readOnly: long.read_only === true };
}

function shortVolume(value: string, folder: string): VolumeModel {
  const [first = '', second, mode = ''] = value.split(':');
  if (second === undefined) return { type: 'volume', source: '', target: first, readOnly: false };
  const bind = /^[./~]/.test(first);
  const home = first.replace(/^~(?=\/|$)/, process.env.HOME ?? '~');
  return { type: bind ? 'bind' : 'volume', source: bind ? resolve(folder, home) : first, target: second, readOnly: mode.split(',').includes('ro') };
}

const conditions: readonly string[] = ['service_started', 'service_healthy', 'service_completed_successfully'];

function dependsOn(value: Json | undefined): Record<string, Condition> {
  if (Array.isArray(value)) return Object.fromEntries(value.map((name) => [String(name), 'service_started' as const]));
  return Object.fromEntries(Object.entries(asDocument(value)).map(([name, each]) => {
    const condition = String(asDocument(each).condition);
    return [name, conditions.includes(condition) ? (condition as Condition) : 'service_started'];
  }));
}

/** The command of a health check without its first word; undefined where there is none or it is turned off. */
function healthcheck(value: Json | undefined): readonly string[] | undefined {
  const check = asDocument(value);
  if (check.disable === true || check.test === undefined) return undefined;
  const test = typeof check.test === 'string' ? ['CMD-SHELL', dollars(check.test)] : list(check.test).map((word) => dollars(String(word)));
  return test[0] === 'NONE' || test.length < 2 ? undefined : test;
}
