import { inProduction, problemAt } from '../finding.ts';
import { nameAround, placeOf } from '../predicates/failures.ts';
import { saysFailure, saysSuccess } from '../predicates/values.ts';
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
    if (failure.io === 'no' || failure.guard || failure.does.includes('throws') || (failure.status !== undefined && failure.status >= 300) || !saysSuccess(failure.value) || saysFailure(failure.value)) return [];
    if (failure.value?.form === 'boolean' && failure.outcome !== 'response') return [];
    const name = nameAround(failure, file);
    if (/(forgot|reset|recover|webhook|unsubscribe|logout|signout|sign_out|callback)/i.test(`${name} ${file.path}`)) return [];
    return [problemAt({ file, span: placeOf(failure), key: `${name} ${failure.of.join(' ')}`, label: name || 'handler' }, {
      what: `When ${failure.of[0] ?? 'the call'} fails, ${name || 'the handler'} answers that it worked.`,
      why: 'Callers and monitors count the failure as a success.', fix: 'Answer with an error status, or let the error through.',
      severity: 'high', confidence: 'likely',
    }, graph)];
  })),
});
