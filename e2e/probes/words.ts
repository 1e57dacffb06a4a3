/** Playwright's message is a page long; its first line and what it waited for say enough. */
export function firstLine(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).replaceAll(/\u001b\[[0-9;]*m/g, '');
  const lines = text.split('\n').map((line) => line.trim());
  const waiting = lines.slice(1).find((line) => /^-? ?waiting for/.test(line));
  return [lines[0] ?? '', ...(waiting ? [waiting.replace(/^- /, '')] : [])].join(', ').slice(0, 500);
}
