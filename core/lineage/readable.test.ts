import { describe, expect, it } from 'vitest';
import { readable } from './readable.ts';

describe('a text that is read as data', () => {
  it('has what stands in the cells of a table, and what a cell holds inside of it', () => {
    expect(readable('name,users\nbeep,"{""last7"":1,""last30"":2}"\n')).toEqual({ json: [{ name: 'beep', users: { last7: 1, last30: 2 } }], copy: false });
  });

  it('keeps a cell that only begins like an object', () => {
    expect(readable('name,note\nbeep,{soon}\n')).toEqual({ json: [{ name: 'beep', note: '{soon}' }], copy: false });
  });
});
