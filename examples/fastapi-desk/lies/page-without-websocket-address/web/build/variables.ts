import { z } from 'zod';

/** What is baked into the page when it is built: without one of them, or with something else, there is no page. */
const variables = z.object({
  NEXT_PUBLIC_API_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' }),
  NEXT_PUBLIC_MCP_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' }),
  NEXT_PUBLIC_COMPANY: z.string({ error: 'must be a name' }).min(1),
});

/** Throws one line that names every variable which is missing or wrong. */
export function checkVariables(environment: Readonly<Record<string, string | undefined>>): void {
  const parsed = variables.safeParse(environment);
  if (parsed.success) return;
  const complaints = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new Error(`The page cannot be built: ${complaints.join('; ')}.`);
}
