import * as z from 'zod';

/** The two addresses that are baked into the page when it is built. */
export const addressesSchema = z.object({
  VITE_API_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' }),
  VITE_CHAT_URL: z.url({ protocol: /^wss?$/, error: 'must be a ws(s) URL' }),
});

export type Addresses = z.infer<typeof addressesSchema>;

export class AddressError extends Error {}

/** Reads both addresses, or says in one line which of them is missing or no URL. */
export function readAddresses(env: Readonly<Record<string, string | undefined>>): Addresses {
  const parsed = addressesSchema.safeParse(env);
  if (parsed.success) return parsed.data;
  const complaints = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.');
    return env[name] ? `${name} ${issue.message}` : `${name} is not set`;
  });
  throw new AddressError(`The page cannot be built: ${complaints.join('; ')}.`);
}

/** What the page may connect to: the origins only, since a path in a CSP source would forbid its subpaths. */
export function connectSources(addresses: Addresses): readonly string[] {
  return [...new Set([addresses.VITE_API_URL, addresses.VITE_CHAT_URL].map(originOf))];
}

function originOf(address: string): string {
  const url = new URL(address);
  return `${url.protocol}//${url.host}`;
}
