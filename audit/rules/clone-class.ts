import { configFile, problemAt } from '../finding.ts';
import { sourceClones, type Clone } from '../helpers.ts';
import { defineHelpedRule } from '../rule.ts';

/** Most findings of one tree, the largest clones; fewest lines of one. */
const mostFindings = 20;
const leastLines = 20;

export default defineHelpedRule({
  id: 'clone-class',
  alias: 'D04',
  title: 'The same code stands in several places',
  category: 'Code clean-up',
  explain: {
    means: 'A run of at least 20 lines stands more than once, spaces and comments apart, in files that production may run, as jscpd finds it. The largest 20 are told.',
    why: 'What is mended in one place stays broken in the other.',
    fix: 'Keep one, and let the others call it, where they are meant to stay the same.',
    examples: [{ wrong: 'export.ts and report.ts each hold the same 60 lines that add up a quote', right: 'totals.ts holds them once' }],
  },
  helper: sourceClones,
  judge({ files, clones, missing }, _tree, graph) {
    if (missing !== undefined) return { inapplicable: missing };
    const standing = clones.map((clone): Clone => ({ ...clone, places: clone.places.filter(({ path }) => graph.standing(path) === 'live') })).filter(({ lines, places }) => lines >= leastLines && places.length > 1);
    return {
      examined: files, unit: 'files',
      problems: standing.slice(0, mostFindings).flatMap(({ places, lines }) => {
        const [first, ...others] = places;
        if (!first) return [];
        return [problemAt({ file: configFile(first.path), span: first, key: others.map(({ path }) => path).sort().join(' '), label: `${lines} lines` }, {
          what: `${lines} lines of ${first.path} stand again in ${others.slice(0, 3).map(({ path, line }) => `${path}:${line}`).join(', ')}${others.length > 3 ? ` and ${others.length - 3} more places` : ''}.`,
          why: 'What is mended in one place stays broken in the other.', fix: 'Keep one, where they are meant to stay the same.', severity: 'low', confidence: 'possible',
        }, graph)];
      }),
      ...(standing.length > mostFindings && { note: `${standing.length} classes of clones; the ${mostFindings} largest are told` }),
    };
  },
});
