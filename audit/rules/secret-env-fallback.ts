import type { Problem } from '../../core/types.ts';
import type { EnvFact, SourceTree, Value } from '../facts.ts';
import { configFile, deploys, inProduction, problemAt, type Judged } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { isKeyByDefault, isSecretKey, noSecret } from '../extract/secrets.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'secret-env-fallback',
  alias: 'C01',
  title: 'A known constant becomes the secret when a variable is missing',
  category: 'Hardcoding',
  explain: {
    means: 'A secret is read from the environment, and when it is not set, a constant from the source takes its place.',
    why: 'One forgotten variable and the secret is public: whoever has the source can sign tokens, log in or read what was encrypted. Nothing fails, so nobody notices.',
    fix: 'Read the variable without a default and stop at start-up, naming the variable, when it is missing.',
    examples: [
      { wrong: "const secret = process.env.JWT_SECRET ?? 'development-secret';", right: "const secret = required('JWT_SECRET'); // throws when it is not set" },
      { wrong: 'SECRET_KEY = os.getenv("SECRET_KEY", "change-me")', right: 'SECRET_KEY = os.environ["SECRET_KEY"]' },
    ],
  },
  judge: (tree, graph) => [...composed(tree, graph), ...inProduction(tree.files, graph, (file) => file.env.flatMap((env) => {
    // Part of a key under which copies are kept: nothing is signed or opened with it.
    if (/cache_?key/i.test(`${env.use} ${file.functions[env.fn]?.name ?? ''}`)) return [];
    const judged = judge(env);
    return judged ? [problemAt({ file, span: env, key: env.keys.join('|'), label: `default for ${env.keys.at(-1) ?? ''}` }, judged, graph)] : [];
  }))],
});

/** `JWT_SECRET: ${JWT_SECRET:-x}` of a service that is built from this source. */
function composed(tree: SourceTree, graph: Graph): readonly Problem[] {
  return tree.config.filter((config) => deploys(config.path)).flatMap((config) => (config.secrets ?? []).filter((each) => each.from === 'default').map((each) => problemAt(
    { file: configFile(config.path), span: { line: each.line, endLine: each.line }, key: `${each.service} ${each.key}`, label: each.key },
    {
      what: `${each.key} of ${each.service} has a constant default: when the variable is not set, the secret is known to everyone who has this file.`,
      why: 'The system starts and works with it, so the missing variable is never noticed.', fix: `Write \${${each.key}:?set it}, so that nothing starts without it.`,
      severity: 'high', confidence: 'likely', keeps: true,
    }, graph)));
}

function judge(env: EnvFact): Judged | undefined {
  const key = env.keys.find((each) => isSecretKey(each) || isKeyByDefault(each, env.default?.text ?? ''));
  if (!key || !env.default || env.guard === 'development' || env.guard === 'throws') return undefined;
  const kind = kindOf(env.default);
  if (!kind) return undefined;
  const names = env.keys.join(' or ');
  // A blank word where another system's key belongs is refused by that system; only what is checked here can be forged with it.
  if (kind === 'known' && env.default.text === 'placeholder' && !env.keys.some(isOurs)) return undefined;
  const random = kind === 'random';
  return {
    what: random ? `${names} is replaced by a random value when it is not set.` : `${names} has a constant default: when the variable is not set, the secret is known to everyone who has the source.`,
    why: random ? 'Every start and every instance has another key: sessions end and stored data can no longer be read.' : 'The system starts and works with it, so the missing variable is never noticed.',
    fix: `Take the default away and refuse to start, naming ${key}, when it is not set.`,
    severity: random ? 'medium' : 'high',
    keeps: true,
    // A secret of what only pretends opens nothing.
    confidence: env.guard === 'refused' || /(^|_)(FAKE|MOCK|DUMMY|TEST|EXAMPLE)(_|$)/.test(key.toUpperCase()) ? 'possible' : 'certain',
  };
}

/** Secrets that this system itself signs, encrypts or lets in with. */
function isOurs(key: string): boolean {
  return /(JWT|SESSION|COOKIE|SIGN|ENCRYPT|HMAC|CSRF|MASTER|PASSWORD|PASSWD|PASS$|ADMIN|DJANGO|FLASK|NEXTAUTH|^AUTH|^APP_|^SECRET|(^|_)SECRET_KEY$|INTERNAL|WEBHOOK)/i.test(key) && !/(GOOGLE|TWITTER|GITHUB|FACEBOOK|STRIPE|AWS|TWILIO|SENDGRID|OPENAI|SLACK|APCA|ALPACA|POLYGON)/i.test(key);
}

function kindOf(value: Value): 'known' | 'random' | undefined {
  const on = value.on ?? [];
  if (on.includes('random')) return 'random';
  if (value.form === 'text') return value.text === undefined || /^(\s*|<[^>]*>)$/.test(value.text) || noSecret.test(value.text) ? undefined : 'known';
  if (value.form === 'template' && on.length === 0) return 'known';
  return undefined;
}
