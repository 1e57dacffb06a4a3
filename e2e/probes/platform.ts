import { FaultError, fault } from '../../core/fault.ts';
import type { Ports } from '../../core/ports.ts';
import { carrying } from '../../core/session.ts';
import type { Json } from '../../core/types.ts';
import type { ApiAnswer, Journey, StoreReader } from '../journey.ts';

const answerLimitMs = 10_000;

/** The addresses of the services that the page is meant to ask for data: all their ports. */
export function declaredOrigins(ports: Ports): readonly string[] {
  const origins = (ports.platform.web?.apiServices ?? []).flatMap((service) => {
    const addresses = ports.stack.report.services.find((each) => each.name === service)?.addresses ?? {};
    return [ports.stack.origin(service), ...Object.values(addresses).map((address) => `http://${address}`)];
  });
  return [...new Set(origins.filter((origin) => origin !== undefined))];
}

/**
 * The page's address under the name by which the platform knows it: a platform that is told `http://localhost:4000` as the page's origin
 * refuses the same page at `http://127.0.0.1:4000`. Undefined when the page's service is not running.
 */
export function pageOrigin(ports: Ports): string | undefined {
  const web = ports.platform.web;
  const origin = web && ports.stack.origin(web.service);
  if (!web || origin === undefined) return undefined;
  const named = origin.replace('//127.0.0.1:', '//localhost:');
  const told = web.apiServices.flatMap((service) => Object.values(ports.stack.environment(service)));
  return told.some((value) => value.includes(named)) ? named : origin;
}

export function storeOf(ports: Ports, name: string, signal: AbortSignal): StoreReader {
  const ofKind = ports.stack.stores.filter((each) => each.kind === name);
  const store = ports.stack.stores.find((each) => each.name === name) ?? (ofKind.length === 1 ? ofKind[0] : undefined);
  if (!store) {
    const there = ports.stack.stores.map((each) => each.name).join(', ') || 'none';
    throw new FaultError(fault('probe-failed', `no store is named “${name}” (there: ${there})`, { fix: 'Name the store as the stack does.' }));
  }
  const rows: StoreReader['rows'] = async (statement, ...parameters) => {
    try {
      return await store.query(statement, parameters, signal);
    } catch (cause) {
      // The flow could not look: that says nothing about the page.
      throw new FaultError(fault('probe-failed', `${store.name} does not answer: ${statement}`, { cause }));
    }
  };
  return {
    rows,
    value: async (statement, ...parameters) => {
      const first = (await rows(statement, ...parameters))[0];
      if (!first) throw new Error(`${name} has no row for: ${statement}`);
      return Object.values(first)[0] ?? null;
    },
  };
}

/** Asks the API as a role would; one sign-in for each role and flow. */
export function apiOf(ports: Ports, signal: AbortSignal): Journey['api'] {
  return async (path, options = {}): Promise<ApiAnswer> => {
    const token = options.role === undefined ? undefined : await ports.token(options.role);
    const answer = await ports.http.request(apiOrigin(ports) + path, {
      method: options.method ?? 'GET',
      headers: {
        accept: 'application/json',
        ...(token !== undefined && carrying(ports.platform.api?.login, token)),
        ...(options.body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
      timeoutMs: answerLimitMs, signal,
    });
    return { status: answer.status, body: json(answer.body) };
  };
}

function apiOrigin(ports: Ports): string {
  const api = ports.platform.api;
  const origin = api && ports.stack.origin(api.service);
  if (origin === undefined) throw new FaultError(fault('probe-failed', 'the platform has no running API: api is not configured, or its service is not there'));
  return origin;
}

export function credentialsOf(ports: Ports, role: string): Readonly<Record<string, string>> {
  const fields = ports.platform.api?.login?.roles[role];
  if (!fields) throw new FaultError(fault('login-failed', `the role “${role}” has no credentials under api.login.roles`));
  for (const [name, value] of Object.entries(fields)) if (/pass|secret|token|pin/i.test(name)) ports.secret(value);
  return fields;
}

function json(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    // An answer that is no JSON is its own text; the author's expectation shows it.
    return body;
  }
}
