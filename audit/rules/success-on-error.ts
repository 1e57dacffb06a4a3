import { inProduction, problemAt } from '../finding.ts';
import type { FailureFact, FileFacts } from '../facts.ts';
import { isExpected, isProbe, isReasoned, nameAround, placeOf } from '../predicates/failures.ts';
import { sending } from '../predicates/sending.ts';
import { emptiness, leavesOf, saysFailure, saysSuccess } from '../predicates/values.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'success-on-error',
  alias: 'F06',
  title: 'A failure is answered as success',
  category: 'Fallback data',
  explain: {
    means: 'The path that handles an error answers `success: true`, `status: "ok"` or 200.',
    why: 'Callers and monitors count the failure as a success, so nobody repairs it.',
    fix: 'Answer with an error status, or let the error through.',
    examples: [{ wrong: 'except Exception as e:\n    logger.error(e)\n    return {"success": True}', right: 'except MailError as error:\n    raise HTTPException(502) from error' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => file.failures.flatMap((failure) => {
    const kind = kindOf(failure, file);
    if (!kind) return [];
    const name = nameAround(failure, file);
    return [problemAt({ file, span: placeOf(failure), key: `${name} ${failure.of.join(' ')}`, label: name || 'handler' }, {
      ...(failure.form === 'absent' ? unsent : texts[kind])(failure.of[0] ?? 'the call', name || 'the handler'),
      severity: kind === 'success' || kind === 'polite' ? 'high' : 'critical', confidence: isReasoned(failure) || isProbe(failure, file) && kind === 'polite' || (kind !== 'success' && failure.does.includes('logs') && /limit|throttl|quota/i.test(`${name} ${file.path}`)) ? 'possible' : 'likely',
    }, graph)];
  })),
});

type Lie = 'success' | 'passed' | 'unguarded' | 'polite';

const texts: Readonly<Record<Lie, (source: string, name: string) => { readonly what: string; readonly why: string; readonly fix: string }>> = {
  success: (source, name) => ({ what: `When ${source} fails, ${name} answers that it worked.`, why: 'Callers and monitors count the failure as a success.', fix: 'Answer with an error status, or let the error through.' }),
  passed: (source, name) => ({ what: `When ${source} fails, the check ${name} answers “yes”.`, why: 'Who makes the check fail gets past it.', fix: 'A check that could not be made is not passed: answer no, or let the error through.' }),
  polite: (source, name) => ({ what: `When ${source} fails, ${name} answers 200 with words or figures that are written in the source.`, why: 'Whoever called, and whatever watches, takes it for the answer.', fix: 'Answer with an error status; the page may still be polite about it.' }),
  unguarded: (source, name) => ({ what: `When ${source} fails, ${name} lets everyone through without a word.`, why: 'The limit or check is gone exactly when the system is in trouble, and nobody knows.', fix: 'Refuse, or at least report that the guard is off.' }),
};

const unsent: (typeof texts)['success'] = (source, name) => ({ what: `Without ${source}, ${name} answers that it worked, and nothing got out.`, why: 'One forgotten variable, and every message is lost while everybody is told that it was sent.', fix: 'Fail, or answer that it was not sent.' });

/** Names of which `true` says that something is wrong: a yes from a failure is then the careful answer. */
const careful = /(Empty|Expired|Invalid|Missing|Unavailable|Error|Failed|Blocked|Locked|Limited|Stale|Offline|Retry|Retryable|Denied|Exceeded|Down|Revoked|Dirty|Required|_expired|_invalid|_missing|_failed|_blocked|_locked|_stale|_denied|_revoked)$|^(should|needs?|must)|^has[A-Z]\w*(Already|Sent|Send|Processed|Run|Ran|Used|Duplicate)|(Already|Duplicate|InProgress|Running|Taken)[A-Z]?\w*$/;
const checking = /^_*(is|has|can|verify|check|allowed?|valid|validate|authori[sz]e|authenticate|accepts?|permits?)([A-Z_]|$)/;
const guarding = /^_*(limit|check|require|ensure|guard|assert|enforce|verify|validate|authori[sz]e)([A-Z_]|$)/;

function kindOf(failure: FailureFact, file: FileFacts): Lie | undefined {
  if (failure.io === 'no' || failure.guard || failure.does.some((deed) => deed === 'throws' || deed === 'rethrows' || deed === 'exits') || (failure.status !== undefined && failure.status >= 300)) return undefined;
  // What is answered after the handler is answered when all went well, too: the figures in it are another rule's matter.
  if (failure.refused || failure.does.includes('error-state') || (failure.at ?? 0) > failure.endLine) return undefined;
  if (failure.does.includes('claims') && !failure.does.includes('narrows') && failure.form !== 'absent') return 'success';
  const name = nameAround(failure, file);
  const last = name.slice(name.lastIndexOf('.') + 1);
  const silent = failure.outcome === 'ends' || failure.outcome === 'continues' || (failure.outcome === 'answer' && failure.value?.form === 'none');
  if (silent && failure.does.length === 0 && failure.io === 'yes' && !isExpected(failure) && guarding.test(last) && file.functions[failure.fn]?.throws === true && failure.form === 'catch') return 'unguarded';
  if (sameWord(failure)) return 'success';
  if (isPolite(failure, file)) return 'polite';
  if (!saysSuccess(failure.value) || saysFailure(failure.value) || tellsPart(failure.value) || /^_*(parse|decode|read|try)([A-Z_]|$)/.test(last)) return undefined;
  if (failure.value?.form === 'boolean' && failure.outcome !== 'response') {
    if (isExpected(failure) && !checking.test(last)) return undefined;
    if (failure.form === 'absent') return sending.test(last) ? 'success' : undefined;
    if (careful.test(last) || failure.outcome !== 'answer' || failure.io !== 'yes') return undefined;
    return checking.test(last) ? 'passed' : changing.test(failure.of.join(' ')) ? 'success' : undefined;
  }
  return /(forgot|reset|recover|webhook|unsubscribe|logout|signout|sign_out|callback)/i.test(`${name} ${file.path}`) ? undefined : 'success';
}

/** `{ success: true, switched: false }`: what was not done is told beside what was. */
function tellsPart(value: FailureFact['value']): boolean {
  return (value?.parts ?? []).some(([key, part]) => part.form === 'boolean' && part.text === 'false' && /(ed|sent|paid|done)$/i.test(key));
}

/** A route that catches whatever goes wrong and gives an answer that no member of tells from a real one. */
function isPolite(failure: FailureFact, file: FileFacts): boolean {
  const { value } = failure;
  const broad = failure.types === undefined || failure.types.some((each) => /^(Exception|BaseException)$/.test(each));
  if (file.language !== 'python' || failure.form !== 'catch' || failure.io !== 'yes' || !broad || value?.form !== 'object' || (failure.outcome !== 'answer' && failure.outcome !== 'response')) return false;
  if (!file.functions[failure.fn]?.role?.startsWith('route') || saysFailure(value) || saysSuccess(value) || emptiness(value) !== undefined || failure.does.includes('reports') || failure.does.includes('narrows')) return false;
  const leaves = leavesOf(value);
  return leaves.words + leaves.figures >= 1 && leaves.computed === 0 && !/(health|status|ready|ping|check|webhook|callback|logout)/i.test(`${file.functions[failure.fn]?.name ?? ''} ${file.functions[failure.fn]?.role ?? ''}`);
}

/** The failure of an action gives the very word that its success gives: who called cannot tell them apart. */
function sameWord(failure: FailureFact): boolean {
  return failure.same === true && failure.outcome === 'answer' && failure.io === 'yes' && changing.test(failure.of.join(' '));
}

const changing = /(^|[._ ])(publish|send|save|deliver|create|update|delete|insert|upload|enqueue|submit|persist|store|put|post|notify|charge|pay)\w*( |$)/i;
