import { inProduction, problemAt, type Judged } from '../finding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'credentials-in-url',
  alias: 'H03',
  title: 'An address in the code carries a user and a password',
  category: 'Hardcoding',
  explain: {
    means: 'A connection string or URL in production code contains a password, as a literal or as the default of a variable.',
    why: 'Everybody who can read the code can log in, and changing the password needs a release.',
    fix: 'Read the whole address from the environment, without a default.',
    examples: [{ wrong: "new Pool({ connectionString: 'postgres://app:s3cret@db/app' });", right: "new Pool({ connectionString: required('DATABASE_URL') });" }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => {
    const literals = file.literals.filter((each) => each.what === 'credential-url' && !each.guard && each.use !== 'comparison' && !blank.test(each.text));
    const defaults = file.env.filter((env) => !env.guard && hasCredentials(env.default?.text) && !literals.some((each) => each.line >= env.line && each.line <= env.endLine));
    return [
      ...literals.map((each) => problemAt({ file, span: each, key: `${each.into} ${each.text}`, label: each.into }, judged(each.text), graph)),
      ...defaults.map((env) => problemAt({ file, span: env, key: env.keys.join('|'), label: env.keys.join('|') }, judged(env.default?.text ?? ''), graph)),
    ];
  }),
});

/** What documentation writes where a password belongs. */
const blank = /:\/\/(user(name)?|<[^>]*>|\[[^\]]*\]|\w+\.\[[^\]]*\]|\$|your[\w-]*|xxx+|\{|USER|\w*example\w*)?:/i;

function hasCredentials(text: string | undefined): boolean {
  return text !== undefined && /:\/\/[^\s/:@]*:\*\*\*@/.test(text) && !blank.test(text);
}

function judged(text: string): Judged {
  return {
    what: `An address with a password is written in the code: ${text.slice(0, 80)}.`,
    why: 'Everybody who can read the code can log in with it.', fix: 'Read the address from the environment, without a default, and change this password.',
    severity: /@(localhost|127\.)/.test(text) ? 'medium' : 'high', confidence: 'likely', keeps: true,
  };
}
