import type { Json } from '../../../core/types.ts';

/** Undefined for what is not JSON: it holds no records, and whether it may be so is for the checks. */
export function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** JSON where it is some, else the text as it came. */
export function jsonOrText(text: string): Json {
  const json = jsonOf(text);
  return json === undefined ? text : json;
}
