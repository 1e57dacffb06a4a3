import { describe, expect, it } from 'vitest';
import { composeCli } from '../../stack/cli.ts';
import { composeDriver } from '../../stack/drivers/compose.ts';
import { engineVersion } from '../../stack/drivers/compose/engine.ts';
import { onPath } from '../../stack/drivers/native/available.ts';
import { nativeDriver } from '../../stack/drivers/native.ts';
import { killedOnce } from './killed.ts';

const drivers = [
  ...(onPath('redis-server') ? [nativeDriver] : []),
  ...(!('error' in await engineVersion()) && (await composeCli()) !== undefined ? [composeDriver] : []),
];

/** Once for each driver; `node test/drills/killed.live.ts 20` does it twenty times. */
describe.each(drivers)('a $name run killed at some moment in its outages', { timeout: 240_000 }, (driver) => {
  it('leaves nothing broken after the next start, and no acknowledged write lost', async () => {
    const { wrong, outages } = await killedOnce(driver);
    expect(wrong, `killed in ${outages.at(-1) ?? 'no outage'}`).toEqual([]);
  });
});
