import { composeDriver } from '../../stack/drivers/compose.ts';
import { nativeDriver } from '../../stack/drivers/native.ts';
import { killedOnce } from './killed.ts';

/** `node test/drills/killed.live.ts [times] [native|compose]`: the harness killed at so many moments of chance in its outages. Exits 1 when anything was left broken or lost. */
const times = Number(process.argv[2] ?? 20);
const driver = process.argv[3] === 'compose' ? composeDriver : nativeDriver;
let bad = 0;
for (let time = 1; time <= times; time++) {
  const { outages, acknowledged, swept, wrong } = await killedOnce(driver);
  process.stdout.write(`${time}: killed in ${outages.at(-1) ?? 'no outage'} after ${outages.length - 1} others, ${acknowledged} writes acknowledged; next start: ${swept.join(', ') || 'nothing to undo'}; ${wrong.join('; ') || 'all is well'}\n`);
  bad += wrong.length > 0 ? 1 : 0;
}
process.stdout.write(`${times - bad} of ${times} left nothing broken and nothing lost\n`);
process.exitCode = bad > 0 ? 1 : 0;
