/** The path of an address, without its query; `/` where it names none. */
export function pathOf(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*$/, '') || '/';
}

/** Whether a file lies in a folder, or is it; `.` is the folder of everything. Both relative to the platform's root. */
export function isIn(folder: string, path: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`);
}
