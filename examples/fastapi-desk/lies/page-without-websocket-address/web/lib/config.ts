/** Baked in when the page is built; next.config.ts lets no build pass without them. */
export const apiUrl = given('NEXT_PUBLIC_API_URL', process.env.NEXT_PUBLIC_API_URL);
export const wsUrl = process.env.NEXT_PUBLIC_WS_URL;
export const mcpUrl = given('NEXT_PUBLIC_MCP_URL', process.env.NEXT_PUBLIC_MCP_URL);
export const company = given('NEXT_PUBLIC_COMPANY', process.env.NEXT_PUBLIC_COMPANY);

function given(name: string, value: string | undefined): string {
  if (!value) throw new Error(`${name} was not set when the page was built`);
  return value;
}
