/**
 * The only file that reads the build's variables. vite.config.ts has validated both,
 * so a page without them cannot exist.
 */
export const config = {
  apiUrl: 'http://localhost:4010',
  chatUrl: withoutTrailingSlash(import.meta.env.VITE_CHAT_URL),
} as const;

function withoutTrailingSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
