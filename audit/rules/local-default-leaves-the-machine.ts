import { inProduction, problemAt } from '../finding.ts';
import { leavesMachine } from '../predicates/addresses.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'local-default-leaves-the-machine',
  alias: 'C03',
  title: 'The address of this machine is given to others when a variable is missing',
  category: 'Hardcoding',
  explain: {
    means: 'A variable has an address of this machine as its default, and the value ends in a mail, a redirect, a link, a webhook, the list of allowed origins or the code of the page.',
    why: 'Whoever gets it is sent to their own machine: links in mails lead nowhere, payments come back to nothing, browsers are refused.',
    fix: 'Take the default away and name the variable at start-up when it is missing.',
    examples: [{ wrong: "const url = process.env.APP_URL ?? 'http://localhost:3000';\nawait sendEmail(user.email, `${url}/reset`);", right: "const url = required('APP_URL');\nawait sendEmail(user.email, `${url}/reset`);" }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => file.env.flatMap((env) => {
    const way = leavesMachine(env);
    if (!way || env.guard) return [];
    const key = env.keys.at(-1) ?? '';
    return [problemAt({ file, span: env, key: `leaves ${env.keys.join('|')}`, label: `default for ${key}` }, {
      what: `When ${env.keys.join(' or ')} is not set, ${env.default?.text ?? 'an address of this machine'} ${ways[way]}.`, why: 'Whoever gets it is sent to their own machine.',
      fix: `Take the default away and name ${key} at start-up when it is missing.`, severity: 'medium', confidence: 'likely',
    }, graph)];
  })),
});

const ways = { mail: 'stands in what is mailed', link: 'stands in a link that others follow', redirect: 'is where the browser is sent', origins: 'is who alone may ask', page: 'is built into the page, and every browser asks its own machine' } as const;
