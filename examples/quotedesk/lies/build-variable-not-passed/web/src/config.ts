/**
 * The only file that reads the build's variables. vite.config.ts has validated both,
 * so a page without them cannot exist.
 */
export const config = {
  apiUrl: withoutTrailingSlash(import.meta.env.VITE_API_URL),
  chatUrl: withoutTrailingSlash(import.meta.env.VITE_CHAT_URL),
  helpUrl: import.meta.env.VITE_HELP_URL,
} as const;

function withoutTrailingSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
