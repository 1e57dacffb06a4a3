import { page, proveRule } from '../testing/prove.ts';
import rule from './kept-in-memory.ts';

const crud = 'export function createKey(k) { STORE.set(k.id, k); return k; } export function getKey(id) { return STORE.get(id); } export function deleteKey(id) { STORE.delete(id); } export function listKeys() { return [...STORE.values()]; }';
const service = (code: string): Record<string, string> => ({ 'src/services/keys.service.ts': code });

proveRule(rule, {
  fires: {
    'a map': service(`const keysById = new Map(); ${crud.replaceAll('STORE', 'keysById')}`),
    'a list': service('const bookings = []; export function createBooking(b) { bookings.push(b); return b; } export function listBookings() { return bookings; } export function getBooking(id) { return bookings.find((b) => b.id === id); } export function cancelBooking(id) { bookings.splice(id, 1); }'),
    'what its author admits': service('// In-memory store, replaced by the database in production\nconst things = new Map(); export function put(k) { things.set(k.id, k); }'),
  },
  quiet: {
    'a cache': service(`const keyCache = new Map(); ${crud.replaceAll('STORE', 'keyCache')}`),
    'a registry': service(`const handlerRegistry = new Map(); ${crud.replaceAll('STORE', 'handlerRegistry')}`),
    'connections': service(`const sockets = new Map(); ${crud.replaceAll('STORE', 'sockets')}`),
    'with a store behind it': service(`import { db } from './db'; const keysById = new Map(); ${crud.replaceAll('STORE', 'keysById')} export const load = () => db.keys.findMany();`),
    'a local variable': service('export function createAll(rows) { const seenRows = []; for (const r of rows) seenRows.push(r); return seenRows; }'),
    'a page': page('const rows = []; export function createRow(r) { rows.push(r); } export function listRows() { return rows; } export function getRow(i) { return rows[i]; }'),
    'a constant': service("const units = { m: 'metre', s: 'second' }; export function getUnit(u) { return units[u]; }"),
  },
});
