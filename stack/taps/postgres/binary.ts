import type { Json } from '../../../core/types.ts';

/** Zeros that a short numeric may stand for: groups of four before its digits, and decimals; beyond, it is shown as its bytes, so that a few of them cannot fill the memory. */
const spread = 100;
const longestScale = 1_000;

/** The exact decimal as text, with the server's number of decimals: `12.50`. */
export function binaryNumeric(bytes: Buffer, start: number, end: number): Json {
  const count = bytes.readInt16BE(start);
  const weight = bytes.readInt16BE(start + 2);
  const sign = bytes.readUInt16BE(start + 4);
  const scale = bytes.readUInt16BE(start + 6);
  if (sign === 0xc000) return 'NaN';
  if (sign === 0xd000) return 'Infinity';
  if (sign === 0xf000) return '-Infinity';
  if (count < 0 || start + 8 + count * 2 > end) throw new Error('a numeric that ends early');
  const group = (index: number): string => (index >= 0 && index < count ? String(bytes.readInt16BE(start + 8 + index * 2)) : '0').padStart(4, '0');
  if (weight > count + spread || weight < -spread || scale > longestScale) return bytes.toString('base64', start, end);
  let whole = '';
  for (let index = 0; index <= weight; index++) whole += group(index);
  let fraction = '';
  for (let index = weight + 1; fraction.length < scale; index++) fraction += group(index);
  const shown = whole.replace(/^0+(?=\d)/, '') || '0';
  return `${sign === 0x4000 ? '-' : ''}${shown}${scale > 0 ? `.${fraction.slice(0, scale)}` : ''}`;
}

export function binaryUuid(bytes: Buffer, start: number): Json {
  const hex = bytes.toString('hex', start, start + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The shortest decimal that is this float, as the server writes it: 0.1 and not 0.10000000149011612. */
export function shortestFloat(value: number): Json {
  if (!Number.isFinite(value)) return String(value);
  for (let digits = 6; digits <= 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return shorter;
  }
  return value;
}

/** An address, with its mask where it is a network or the mask is not the whole. */
export function binaryInet(bytes: Buffer, start: number, end: number): Json {
  const isFour = bytes[start] === 2;
  const bits = bytes[start + 1] ?? 0;
  const isNetwork = bytes[start + 2] === 1;
  const address = bytes.subarray(start + 4, end);
  if (address.length !== (isFour ? 4 : 16)) return bytes.toString('base64', start, end);
  const shown = isFour ? address.join('.') : six(address);
  return isNetwork || bits !== address.length * 8 ? `${shown}/${bits}` : shown;
}

/** Text where the bytes are text (enums, citext, domains and other types that send themselves so), else base64. */
export function guess(bytes: Buffer, start: number, end: number): Json {
  for (let at = start; at < end; at++) {
    const each = bytes[at] ?? 0;
    if (each < 32 && each !== 9 && each !== 10 && each !== 13) return bytes.toString('base64', start, end);
  }
  const text = bytes.toString('utf8', start, end);
  return text.includes('\ufffd') ? bytes.toString('base64', start, end) : text;
}

/** The longest run of zero groups is `::`, as the server and RFC 5952 write it. */
function six(address: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, index) => address.readUInt16BE(index * 2).toString(16));
  const runs = [...groups.join(':').matchAll(/(?:^|(?<=:))0(?::0)+(?=:|$)/g)];
  const longest = runs.sort((a, b) => b[0].length - a[0].length)[0];
  if (!longest) return groups.join(':');
  const text = groups.join(':');
  return `${text.slice(0, longest.index).replace(/:$/, '')}::${text.slice(longest.index + longest[0].length).replace(/^:/, '')}`;
}
