import type { Problem } from '../../core/types.ts';
import type { FileFacts, RandomFact } from '../facts.ts';
import { inProduction, problemAt } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'random-as-measurement',
  alias: 'M05',
  title: 'A random number is given out as a measurement',
  category: 'Mock data',
  explain: {
    means: 'The result of a random generator ends up under a name that claims that something was measured, priced, counted or recorded.',
    why: 'It moves like a real figure, so nobody doubts it.',
    fix: 'Measure or read it; where that is not possible yet, leave it out.',
    examples: [{ wrong: 'return { cpu: Math.round(Math.random() * 100) };', right: 'return { cpu: await host.cpuPercent() };' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => {
    const seen = new Set<string>();
    return file.randoms.flatMap((random) => judge(random, file, graph, seen));
  }),
});

const measure = /^(\w*_)?([Pp]rice|prices|amount|balance|revenue|sales|score|scores|confidence|accuracy|rate|growth|change|trend|cpu|cpuUsage|memory|memoryUsage|latency|latencyMs|temperature|humidity|views|visitors|users|activeUsers|orders|count|total|volume|percentage|percent|uptime|throughput|pnl|profit|loss|yield|risk|riskScore|sentiment|load|usage|value|metric|reading|embedding|vector|proof|quantity|stock|rating|likes|followers|impressions|clicks|conversions?|blockNumber|gasUsed|fee|similarity|probability|prediction|forecast|duration|responseTime|(average|avg|median|mean|total|sum|p9[059])_?\w+|\w+_(seconds|ms|hours|days|minutes|bytes|percent|pct|rate|ratio|count|total|score|amount|price))$|(Seconds|Ms|Minutes|Hours|Days|Percent|Rate|Ratio|Count|Score|Amount|Price|Average)$/;
const fakeHash = /(tx_?hash|transaction_?hash|block_?hash|txid|signature|merkle|receipt_?(no|number)|confirmation_?(no|number|id|hash))/i;
const fine = /(^|< )(comparison|index|if|key|id|uuid|nonce|salt|token|seed|jitter|delay|backoff|timeout|setTimeout\(\)|shuffle|color|colour|rotation|x|y|left|top|opacity|angle|width|height|animationDelay|style|sleep|wait|retry\w*|random\w*)( <|$)|(field|default|initial|sample|example|test|group)_?value|animat|transition|particle|confetti|shuffle|game|dice|pick|choose|choice|jitter|backoff|delay|uuid|salt|nonce|password|csrf|secret|session|suffix|slug|avatar|skeleton|loadtest|reward|bonus|loot|lottery|prize|simulat(or|ion)/i;

function judge(random: RandomFact, file: FileFacts, graph: Graph, seen: Set<string>): readonly Problem[] {
  const names = random.into.split(' < ');
  const fn = file.functions[random.fn];
  const taker = names.find((name) => !/nonce$/i.test(name) && (measure.test(name.split('.').at(-1) ?? '') || (fakeHash.test(name) && !name.endsWith('()'))));
  const isHash = taker !== undefined && fakeHash.test(taker);
  if (taker === undefined || (!isHash && fine.test(random.into)) || fine.test(fn?.name ?? '') || /(skeleton|animation|confetti|particle|game|canvas|random|test-?console|playground|showcase|simulator)/i.test(file.path)) return [];
  if (!isHash && /(uuid|Bytes|nanoid|token_)/i.test(random.source) && !/(embedding|vector|proof)/i.test(taker)) return [];
  // One function that makes up ten fields is one lie.
  const key = `${random.fn}`;
  if (random.fn >= 0 && seen.has(key)) return [];
  seen.add(key);
  return [problemAt({ file, span: random, key: `${fn?.name ?? ''} ${taker}`, label: taker }, {
    what: `${taker} is made by ${random.source}: a random value under a name that claims it is real.`,
    why: 'Nothing was measured or recorded, and nothing downstream can tell.',
    fix: 'Measure or read the value, or leave it out.',
    severity: 'high', confidence: isHash || fn?.admits !== undefined || /^Math\.random$|^(np\.|numpy\.)?random\./.test(random.source) ? 'likely' : 'possible',
  }, graph)];
}
