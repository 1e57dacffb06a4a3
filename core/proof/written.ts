import { slugOf, wordsOf } from '../lineage/words.ts';
import type { ProofData, Target, Written } from './evidence.ts';
import { ownName, singular } from './holdings.ts';
import type { Witnessed } from './verdicts.ts';
import { isSuccess } from '../status.ts';

/** Values that are rightly kept in another form, or not at all. */
const SECRET = /pass|pwd|secret|token|captcha|otp|pin|confirm|csrf|cvv|card/i;
/** Requests that change nothing although they are posted. */
const READING = new Set(['search', 'query', 'preview', 'validate', 'calculate', 'estimate', 'check', 'verify', 'lookup', 'graphql', 'login', 'signin']);

/** "Created", of a kind of which a store has others. */
function isCreated({ status, readBack }: Written, { method, path }: Target, { stores }: ProofData): boolean {
  const last = path.split('/').at(-1) ?? '';
  return status === 201 && method === 'POST' && readBack === undefined && /^\w/.test(last) && stores.some(({ holdings }) => holdings.some(({ name, count }) => count > 0 && ownName(name) === singular(slugOf(last))));
}

/** Pass 7 for one write: what it acknowledged and no store holds. Undefined where it was refused, so that nothing follows. */
export function writtenVerdicts(written: Written, target: Target, data: ProofData): readonly Witnessed[] | undefined {
  const { status, sent, readBack, afterRestart, contradicted = [], stillThere } = written;
  if (!isSuccess(status)) return undefined;
  const { name } = target;
  const found: Witnessed[] = [];
  const kept = sent.filter(({ pointer }) => !SECRET.test(pointer));
  const held = new Set([...(readBack?.holds ?? []), ...kept.flatMap(({ pointer, foundIn }) => (foundIn === undefined ? [] : [pointer]))]);
  const lost = kept.filter(({ pointer }) => !held.has(pointer));
  const blind = data.stores.find(({ observed }) => !observed);
  const reading = wordsOf(target.path).some((word) => READING.has(word));
  const doubt = blind === undefined ? '' : ` What reaches ${blind.name} could not be seen.`;
  // Nobody said that it writes, nor where it can be read again: only the platform's own read of that very thing tells that it is lost.
  // Its name may stand for something that is done and not kept (a step of a patch): a read that tells nothing under that name says nothing of it.
  const untold = written.writeSeen && readBack?.tells !== undefined && !lost.some(({ pointer }) => readBack.tells?.includes(pointer) === true);
  const unsure = target.made === true && (status === 202 || kept.length === 0 || readBack === undefined || readBack.holds.length > 0 || untold);
  const confidence = blind !== undefined || reading || unsure ? 'possible' : 'certain';
  const say = (sentence: string, sure: Witnessed['confidence'], field?: string): void => { found.push({ verdict: 'write-lie', confidence: sure, sentence: sentence + doubt, ...(field === undefined ? {} : { field }) }); };
  const [first] = contradicted;
  // What a store took and a read does not show yet may be a cache's doing.
  const echoed = contradicted.find(({ said }) => lost.some(({ value }) => value === String(said)));
  if (stillThere !== undefined) say(`${name} answered ${status}, and ${stillThere} still gives what it was to take away${written.writeSeen ? '' : '; nothing was written to a store'}.`, written.writeSeen ? 'possible' : blind === undefined ? 'certain' : 'possible');
  else if (!written.writeSeen && first !== undefined) say(`${name} answered ${status} with ${JSON.stringify(first.said)} at ${first.pointer}. Nothing was written to a store, and the next read of the same thing has ${JSON.stringify(first.read)}.`, blind === undefined ? 'certain' : 'possible', first.pointer);
  else if (echoed !== undefined) say(`${name} answered ${status} with ${JSON.stringify(echoed.said)} at ${echoed.pointer}, as it was sent. The next read of the same thing has ${JSON.stringify(echoed.read)}.`, blind === undefined ? 'likely' : 'possible', echoed.pointer);
  else if (written.takenBack === true && held.size === 0 && !reading) say(`${name} answered ${status}: what it wrote was taken back by the end of its transaction, and nothing that was sent is found afterwards.`, blind === undefined ? 'likely' : 'possible');
  else if (!written.writeSeen && held.size === 0 && target.method === 'DELETE' && target.made === true) say(`${name} answered ${status}: nothing was written to a store before the answer, and what it was to take away could not be looked for.`, 'possible');
  else if (!written.writeSeen && held.size === 0) say(`${name} answered ${status}: nothing was written to a store before the answer, and nothing that was sent is found afterwards.${target.made === true ? ' If it only reads, name it in api.endpoints with the body to send.' : ''}`, confidence === 'possible' && kept.length > 0 && blind === undefined && !reading && isCreated(written, target, data) ? 'likely' : confidence);
  else if (kept.length > 0 && lost.length === kept.length) say(`${name} answered ${status}: something was written, but none of the ${kept.length} values that were sent is in a store or in a read afterwards.`, readBack === undefined && target.made !== true ? 'likely' : confidence);
  else if (lost.length > 0) say(`${name} answered ${status} and lost ${lost.map(({ pointer }) => pointer).join(', ')}: neither a store nor a read has it.`, 'possible', lost[0]?.pointer);
  else if (!written.writeSeen || !written.committedBefore) say(`${name} answered ${status} before what it acknowledged was stored; it was found later.`, 'possible');
  if (readBack !== undefined && afterRestart !== undefined && readBack.holds.length > 0) {
    const gone = readBack.holds.filter((pointer) => !afterRestart.holds.includes(pointer));
    if (gone.length > 0) say(`${name} answered ${status}, and ${readBack.url} gave it back, until the processes were started again: ${gone.join(', ')} was only in memory.`, (afterRestart.status === 200 || afterRestart.status === 404) && blind === undefined && (target.made !== true || !written.writeSeen) ? 'certain' : 'possible', gone[0]);
  }
  return found;
}
