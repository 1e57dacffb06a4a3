import type { Problem } from '../../core/types.ts';
import type { AnswerFact, FileFacts, Span, Value } from '../facts.ts';
import { inProduction, problemAt } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { saysFailure } from '../predicates/values.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'constant-among-figures',
  alias: 'M06',
  title: 'A constant stands among measured figures',
  category: 'Mock data',
  explain: {
    means: 'An answer or metric mixes figures that were read or computed with one that is written in the source under a name that claims a measurement.',
    why: 'The real figures beside it vouch for the invented one.',
    fix: 'Measure it, or leave it out.',
    examples: [{ wrong: 'return { actions: Number(row.count), savings_identified: 145_000 };', right: 'return { actions: Number(row.count), savings_identified: await savings.sum() };' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => [...added(file, graph), ...file.answers.flatMap((answer) => {
    if (answer.failure !== undefined || answer.guard || (answer.via !== 'return' && answer.via !== 'response' && answer.via !== 'store') || saysFailure(answer.value)) return [];
    const found = [...inventedFigures(answer.value).filter((key) => !(/^confidence/i.test(key) && graded(key, answer, file))), ...neverFailing(answer, file)];
    if (found.length === 0) return [];
    return [problemAt({ file, span: lineOf(found[0] ?? '', answer, file), key: `${file.functions[answer.fn]?.name ?? ''} ${found.join(' ')}`, label: found.join(', ') }, {
      what: `${found.join(', ')} ${found.length === 1 ? 'is a constant' : 'are constants'} among figures that are really measured.`,
      why: 'The real figures beside it make it credible.', fix: 'Measure it, or leave it out.',
      severity: 'high', confidence: 'likely',
    }, graph)];
  })]),
});

/** A figure that was read, with an amount on top of it that nobody counted. */
function added(file: FileFacts, graph: Graph): readonly Problem[] {
  return file.oddities.flatMap((each) => (each.what !== 'added-figure' || each.guard ? [] : [problemAt({ file, span: each, key: `${file.functions[each.fn]?.name ?? ''} added ${each.text}`, label: each.text }, {
    what: `To ${each.text}, which was read, an amount is added that is written in the source.`, why: 'The real figures beside it make it credible, and it moves as a real one would.',
    fix: 'Give what was read, or keep the amount where the others are kept.', severity: 'high', confidence: 'likely',
  }, graph)]));
}

/** Each way out of the function has another figure: how sure it is was decided by the way, coarse as that may be. */
function graded(key: string, answer: AnswerFact, file: FileFacts): boolean {
  const given = file.answers.filter((each) => each.fn === answer.fn && each.via === answer.via).flatMap((each) => (each.value.parts ?? []).filter(([name, part]) => name === key && part.form === 'number').map(([, part]) => part.text));
  return answer.fn >= 0 && new Set(given).size >= 3;
}

/** The line of the figure itself, where the source is at hand. */
function lineOf(key: string, answer: AnswerFact, file: FileFacts): Span {
  const block = file.excerpts.find((each) => each.line <= answer.line && each.line + each.lines.length > answer.line);
  const at = block?.lines.findIndex((line, index) => block.line + index >= answer.line && block.line + index <= answer.endLine && new RegExp(`(^|[\\s{,'"])${key}['"]?\\s*[:=,]`).test(line)) ?? -1;
  return block && at >= 0 ? { line: block.line + at, endLine: block.line + at } : answer;
}

/** `{ waiting: counts.waiting, failed: 0 }` in what tells how things stand: failures are the one figure that nobody counts. */
function neverFailing(answer: AnswerFact, file: FileFacts): readonly string[] {
  const parts = answer.value.parts ?? [];
  const fn = file.functions[answer.fn];
  if (answer.value.form !== 'object' || answer.conditional || !/(stat|status|metric|health|count|summary|overview|depth|queue|monitor)/i.test(`${fn?.name ?? ''} ${fn?.owner ?? ''}`)) return [];
  const read = parts.filter(([, part]) => part.form !== 'object' && part.form !== 'array' && (part.on ?? []).some((each) => each.startsWith('call:') || each === 'state')).length;
  return read < 2 ? [] : parts.filter(([key, part]) => part.form === 'number' && part.text === '0' && /^(failed|failures?|errors?|error_?count|failed_?count|dead|rejected|lost|dropped)$/i.test(key)).map(([key]) => key);
}

const strong = /(savings?|revenue|risks?(_|[A-Z]|$)|score|confidence|accuracy|balance|growth|change_?(pct|percent)?$|profit|(success|error|win|conversion|hit|growth|approval|completion|churn|retention)_?rate$|percent(age)?$|uptime|latency|(^|_)avg|average|trend|active(_|[A-Z]|$)|utili[sz]ation|success_?rate|satisfaction|conversion|visitors|views$|volatility|correlation|sharpe|yield|precision|recall|^(sources|data_?points|samples|observations|headlines)(_?count)?$)/i;
const setting = /(priority|max|min|limit|default|threshold|timeout|ttl|interval|page|size|version|port|retry|retries|weight|tax_?rate|sample_?rate|frame_?rate|bit_?rate|refresh|expires|rate_?limit|target|baseline|fee|commission|discount|step|index|radius|stroke|opacity|font|width|height|zoom|scale|precision$|decimals)/i;

function inventedFigures(value: Value): readonly string[] {
  const parts = value.parts ?? [];
  if (value.form !== 'object') return [];
  // What was decided along the way has a confidence that was decided, too.
  const decided = parts.filter(([, part]) => (part.on ?? []).some((each) => each.startsWith('local:') || each === 'param')).length >= 2;
  const measured = (decided && parts.some(([key]) => /^confidence(_?score|_?level)?$/i.test(key))) || parts.some(([, part]) => (part.on ?? []).some((each) => each.startsWith('call:') || each === 'state' || each === 'param' || each.startsWith('import:')));
  // What says itself that it is a fallback, or that nothing was found, measures nothing.
  if (!measured || parts.some(([key, part]) => (/^(source|origin|mode|method|basis)$/i.test(key) && part.form === 'text' && /fallback|default|heuristic|estimate|rule/i.test(part.text ?? '')) || (/^(is_|is[A-Z]|found|detected|matched|success)/.test(key) && part.form === 'boolean' && part.text === 'false'))) return [];
  // Marks for a list on a page, and ranks among them, are furniture.
  const listed = parts.some(([key]) => /^(rule|rule_?name|rule_?id|severity|weight|points|triggered|check|factor|match_?type|subtitle|snippet)$/i.test(key) || /(^|[a-z])([lL]abel|[tT]one|[iI]con|[vV]ariant|className|[cC]olor)$/.test(key));
  return parts.filter(([key, part]) => part.form === 'number' && !(listed && /^score$/i.test(key)) && !/^-?(0|1|100)(\.0+)?$/.test((part.text ?? '').replaceAll('_', '')) && strong.test(key) && !setting.test(key)).map(([key]) => key);
}
