import { expect, it } from 'vitest';
import { figuresOf, renewed, type ProofReport } from './report.ts';

const report = (endpoints: ProofReport['endpoints']): ProofReport => ({ durationMs: 2_000, endpoints, faults: [], timeline: [], observations: [] });

it('counts one reason for many endpoints, whatever they said themselves', () => {
  const refused = (name: string, said: string): ProofReport['endpoints'][number] => ({ name, verdict: 'unproven', leaves: 0, traced: 0, witnesses: [], reason: `a body made from the schema was refused: 401 {"id":"${said}"}; give one in proof.samples` });
  expect(figuresOf('one', report([refused('POST /a', '7f0c'), refused('POST /b', '91aa')]))).toContain('- 2 × a body made from the schema was refused: 401; give one in proof.samples');
});

it('replaces the figures of what was run, and keeps those of the others', () => {
  const written = renewed('', new Map([['one', '## one\n\nold\n'], ['two', '## two\n\nkept\n']]), ['one', 'two']);
  expect(renewed(written, new Map([['one', '## one\n\nnew\n']]), ['one', 'two'])).toBe(written.replace('old', 'new'));
});
