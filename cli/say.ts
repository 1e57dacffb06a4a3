import { createColors } from 'picocolors';
import { oneLine } from '../reports/words/visible.ts';
import type { Fault } from '../core/types.ts';

/** Results go to stdout. */
export function say(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** One line for a fault: code, what, cause, what to do. */
export function faultLine(fault: Fault): string {
  const cause = fault.cause && fault.cause !== fault.what ? ` (${fault.cause})` : '';
  return oneLine(`${fault.code}: ${fault.what}${cause}. ${fault.fix}`.replace(/\.\. /, '. '));
}

export function sayFault(fault: Fault): void {
  process.stderr.write(`${faultLine(fault)}\n`);
}

/** Whether to colour a stream: NO_COLOR and FORCE_COLOR decide first, then whether it is a terminal. */
export function colours(stream: NodeJS.WriteStream): boolean {
  if (process.env['NO_COLOR']) return false;
  if (process.env['FORCE_COLOR'] !== undefined) return process.env['FORCE_COLOR'] !== '0';
  return Boolean(stream.isTTY);
}

export function paint(stream: NodeJS.WriteStream): ReturnType<typeof createColors> {
  return createColors(colours(stream));
}
