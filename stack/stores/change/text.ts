import type { Json } from '../../../core/types.ts';
import { moveMoments, moveTime, readMoment } from './date.ts';
import { changeJson, type Among } from './json.ts';
import { changeNumber } from './number.ts';
import { mark, mix, type Turn } from './turn.ts';

/** What kind of text it is, as far as code that reads it would care; `stays` names formats that break when touched. */
export type TextShape = 'number' | 'date' | 'time' | 'email' | 'url' | 'path' | 'json' | 'markup' | 'plain' | { readonly stays: string };

/** Most letters of one text that are changed; a longer one is a document, and stays. */
export const textLimit = 65_536;

/**
 * Another text of the same shape, with the nonce and the row's mark in it: in front, or inside where the shape must stay readable (an address of mail or
 * web, a path, JSON, markup). Undefined where nothing may be changed under these parts.
 */
export function changeText(text: string, turn: Turn, most?: number, among?: Among): string | undefined {
  const shape = shapeOf(text);
  if (typeof shape === 'object') return undefined;
  const changed = byShape(text, shape, turn, among);
  if (changed === undefined || changed === text) return undefined;
  if (most === undefined || [...changed].length <= most) return changed;
  return turn.parts.has('text') ? fitting(text, shape, turn, most) : undefined;
}

export function shapeOf(text: string): TextShape {
  if (text.trim() === '') return { stays: 'empty' };
  if (text.length > textLimit) return { stays: `longer than ${textLimit} letters` };
  for (const [pattern, because] of formats) if (pattern.test(text)) return { stays: because };
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text)) return 'number';
  if (readMoment(text)) return 'date';
  if (/^([01]\d|2[0-3]):[0-5]\d(:\d\d)?$/.test(text)) return 'time';
  if (/^[^\s@,;<>]+@[^\s@,;<>]+\.[a-z0-9-]+$/i.test(text)) return 'email';
  if (/^[a-z][a-z0-9+.-]*:\/\/[^\s/]+\S*$/i.test(text)) return 'url';
  if (/^[[{]/.test(text) && parsed(text) !== undefined) return 'json';
  if (/^\s*</.test(text)) return 'markup';
  if (/^\S*\/\S+$/.test(text) || /^\S+\.[a-z][a-z0-9]{1,4}$/i.test(text)) return 'path';
  return 'plain';
}

/** A text of the same length and kinds of letters, for columns whose check wants a pattern: each letter and digit may become another one. */
export function sameForm(text: string, turn: Turn): string {
  let place = 0;
  return text.replace(/[A-Za-z0-9]/g, (letter) => {
    const shift = 1 + (mix(turn.row, turn.column + place++) % 8);
    if (/\d/.test(letter)) return String((Number(letter) + shift) % 10);
    const first = letter >= 'a' ? 97 : 65;
    return String.fromCharCode(first + ((letter.charCodeAt(0) - first + shift) % 26));
  });
}

/** A word as code compares it: no space, letters first. */
export function isWord(text: string): boolean {
  return /^[\p{L}_][\p{L}\d_.:-]{0,39}$/u.test(text);
}

function byShape(text: string, shape: TextShape & string, turn: Turn, among: Among | undefined): string | undefined {
  if (shape === 'json') return changedJson(text, turn, among);
  if (shape === 'number') return turn.parts.has('numbers') ? changeNumber(text, turn) : undefined;
  if (shape === 'date') return turn.parts.has('dates') ? moveMoments([readMoment(text)], turn)[0] : undefined;
  if (shape === 'time') return turn.parts.has('dates') ? moveTime(text, turn) : undefined;
  return turn.parts.has('text') ? marked(text, shape, mark(turn)) : undefined;
}

function marked(text: string, shape: TextShape & string, sign: string): string | undefined {
  switch (shape) {
    case 'email': return `${sign}.${text}`;
    case 'url': {
      const [, head = '', path = '', rest = ''] = /^([^/]+:\/\/[^/?#]+)([^?#]*)(.*)$/s.exec(text) ?? [];
      return `${head}${inPath(path === '' ? '/' : path, sign)}${rest}`;
    }
    case 'path': return inPath(text, sign);
    case 'markup': {
      const place = /<(?:p|h\d|li|td|div|span|b|i|a|em|strong|title|body|text)\b[^>]*>(?=[^<]*[^<\s])/i.exec(text);
      return place ? text.slice(0, place.index + place[0].length) + `${sign} ` + text.slice(place.index + place[0].length) : undefined;
    }
    default: return `${sign}${/\s/.test(text) || !/^[\w.-]+$/.test(text) ? ' ' : '-'}${text}`;
  }
}

function inPath(path: string, sign: string): string {
  const end = path.endsWith('/') && path.length > 1 ? path.length - 1 : path.length;
  const place = path.lastIndexOf('/', end - 1) + 1;
  return `${path.slice(0, place)}${sign}${place < path.length ? '-' : ''}${path.slice(place)}`;
}

/** A short column: the mark in front and the end cut off; where not even the mark fits, the last letters become others. */
function fitting(text: string, shape: TextShape & string, turn: Turn, most: number): string | undefined {
  const sign = mark(turn);
  if (shape === 'plain' && sign.length + 2 <= most) return [...`${sign} ${text}`].slice(0, most).join('');
  if (shape === 'plain' || shape === 'path') {
    const formed = sameForm(text, turn);
    return formed === text ? undefined : formed;
  }
  return undefined;
}

function changedJson(text: string, turn: Turn, among: Among | undefined): string | undefined {
  const value = parsed(text);
  if (value === undefined) return undefined;
  const changed = changeJson(value, turn, among ?? (() => []));
  return changed === value ? undefined : JSON.stringify(changed);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const formats: readonly (readonly [RegExp, string])[] = [
  [/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, 'an identifier'],
  [/^\$(2[aby]?|argon2\w*|scrypt|pbkdf2[\w-]*|5|6|y)\$/, 'a password'],
  [/^(scrypt|pbkdf2\w*|argon2\w*|bcrypt)[$:]/, 'a password'],
  [/^eyJ[\w-]+\.[\w-]+\.[\w-]*$/, 'a token'],
  [/^(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{16,}$/i, 'a digest'],
  [/^(?=\S*\d)(?=\S*[A-Z])(?=\S*[a-z])[\w+/-]{24,}={0,2}$/, 'an opaque value'],
  [/^-----BEGIN /, 'a key'],
  [/^data:[\w.+-]+\/[\w.+-]+[;,]/, 'an embedded file'],
  [/^(application|audio|font|image|message|model|multipart|text|video)\/[\w.+-]+(\s*;.*)?$/, 'a media type'],
  [/^(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)\/[A-Za-z_+-]+(\/[A-Za-z_]+)?[+\-\d]*$|^UTC$/, 'a time zone'],
  [/^[a-z]{2,3}[-_][A-Z]{2}$/, 'a locale'],
  [/^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$|^(rgb|hsl)a?\(/i, 'a colour'],
  [/^v?\d+\.\d+\.\d+([-+.][\w.-]+)?$/, 'a version or an address'],
  [/^([*\d,/\-?LW#]+\s+){4,5}[*\d,/\-?LW#A-Z]+$|^@(daily|hourly|weekly|monthly|yearly|every .*)$/, 'a schedule'],
  [/^(\d{1,3}\.){3}\d{1,3}(\/\d+)?$|^([0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}$/i, 'an internet address'],
];
