import { resolveOurselves } from '../cli/self.ts';
import { audit } from './audit.ts';
import { boot } from './boot.ts';
import { gate } from './gate.ts';
import { proof } from './proof.ts';
import { report } from './report.ts';
import { taps } from './taps.ts';

resolveOurselves();
const [, , what, folder] = process.argv;
if (what === 'boot') await boot(3);
else if (what === 'gate') await gate();
else if (what === 'taps') await taps(folder === undefined ? undefined : Number(folder));
else if (what === 'proof') await proof();
else if (what === 'report') await report();
else if (what === 'audit' && folder) audit(folder);
else {
  process.stderr.write('npm run bench -- boot | gate | taps [TURNS] | proof | report | audit FOLDER\n');
  process.exitCode = 2;
}
