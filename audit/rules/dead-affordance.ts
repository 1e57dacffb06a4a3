import { inProduction, problemAt } from '../finding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'dead-affordance',
  alias: 'M09',
  title: 'A button says what it does, and does nothing',
  category: 'Mock data',
  explain: {
    means: 'A labelled button, link or menu item has a handler that is empty or only writes a line into the log of the browser.',
    why: 'Whoever presses it believes that it was done, or that the product is broken.',
    fix: 'Do it, or take the button away or disable it until it can be done.',
    examples: [{ wrong: '<Button onClick={() => {}}>Share results</Button>', right: '<Button onClick={() => share.mutate(results.id)}>Share results</Button>' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => (staged.test(file.path) ? [] : file.oddities.flatMap((each) => (each.what !== 'dead-affordance' || each.guard ? [] : [problemAt(
    { file, span: each, key: `${file.functions[each.fn]?.name ?? ''} ${each.text}`, label: each.text },
    {
      what: `“${each.text}” can be pressed, and nothing happens.`, why: 'Who presses it takes it for done, or for broken.',
      fix: 'Do what it says, or disable it until that is built.', severity: 'medium', confidence: 'likely',
    }, graph)])))),
});

/** Places that show how things look. */
const staged = /(preview|showcase|storybook|style-?guide|playground|sandbox|example|skeleton|design-system)/i;
