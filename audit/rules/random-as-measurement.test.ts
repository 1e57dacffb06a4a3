import { proveRule, py } from '../testing/prove.ts';
import rule from './random-as-measurement.ts';

proveRule(rule, {
  fires: {
    'a metric': 'export const metrics = () => ({ cpu: Math.round(Math.random() * 100) });',
    'a price': 'export function quote() { const price = 100 + Math.random() * 5; return { price }; }',
    'a transaction hash': "import { randomBytes } from 'node:crypto'; export function anchor() { const txHash = `0x${randomBytes(32).toString('hex')}`; return { txHash, verified: true }; }",
    'ten of them once': 'export const stats = () => ({ revenue: Math.random() * 1000, orders: Math.random() * 10, growth: Math.random() });',
    'Python': py('import random\ndef read():\n    return {"temperature": random.uniform(20, 25)}\n'),
  },
  quiet: {
    'an id': 'export const id = () => ({ id: Math.random().toString(36) });',
    'jitter': 'export const delay = (n) => n * 100 + Math.random() * 50;',
    'a sample': 'export function keep(rate) { return Math.random() < rate; }',
    'a shuffle': 'export function shuffle(list) { const index = Math.floor(Math.random() * list.length); return list[index]; }',
    'a token': "import { randomBytes } from 'node:crypto'; export const token = () => randomBytes(32).toString('hex');",
    'a colour': "export const color = () => `hsl(${Math.random() * 360})`;",
    'a game': 'export function rollDice() { const value = Math.ceil(Math.random() * 6); return value; }',
    'Python: a backoff': py('import random\ndef backoff(n):\n    delay = 2 ** n + random.random()\n    return delay\n'),
  },
});
