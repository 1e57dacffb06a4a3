import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { fastapiDesk, quotedesk, readLies } from './manifest.ts';
import { counts } from './run.ts';
import { auditAll, type Audited, type Seen } from './static.ts';
import { staticTable } from './table.ts';
import { filesOf } from './tree.ts';

/** All lies together; one audit takes more than a second of a core, and ten where others work as well. */
const limitMs = 1_200_000;

describe.each([['quotedesk', quotedesk], ['fastapi-desk', fastapiDesk]] as const)('%s', (name, twin) => {
  const lies = readLies(twin);
  /** Those that the source shows: the others need no audit. */
  const visible = lies.filter((lie) => 'rule' in lie.static);

  describe(`the manifest of the dishonest ${name}`, () => {
    it('names each lie once, and every folder is a lie', () => {
      const folders = readdirSync(twin.liesFolder, { withFileTypes: true }).filter((each) => each.isDirectory()).map((each) => each.name);
      expect(lies.map((lie) => lie.id).toSorted()).toEqual(folders.toSorted());
    });

    it.each(lies)('names the files of $id', (lie) => {
      expect(lie.overlay).toEqual(filesOf(lie.id, twin));
    });
  });

  describe(`the audit of the dishonest ${name}`, () => {
    let audited: Audited = { honest: [], seen: [] };

    beforeAll(async () => {
      audited = await auditAll(visible, twin);
      process.stdout.write(`\n${staticTable(lies, audited.seen)}\n`);
    }, limitMs);

    it('accuses the honest platform of nothing', () => {
      expect(audited.seen).toHaveLength(visible.length);
      expect(audited.honest.filter(counts)).toEqual([]);
    });

    it.each(visible.filter((lie) => 'rule' in lie.static && lie.static.missed === undefined))('catches $id', (lie) => {
      const one = audited.seen.find((each) => each.lie.id === lie.id);
      expect(one?.sight, said(one)).toBe('caught');
    });

    it.each(visible.filter((lie) => 'rule' in lie.static && lie.static.missed !== undefined))('still misses $id, or the manifest is to be mended', (lie) => {
      expect(audited.seen.find((each) => each.lie.id === lie.id)?.sight).not.toBe('caught');
    });
  });
});

function said(one: Seen | undefined): string {
  return one?.found.map(({ check, confidence, severity, location, what }) => `${check} (${severity}, ${confidence}) ${location?.uri}:${location?.line} ${what}`).join('\n') || 'the audit says nothing of its files';
}
