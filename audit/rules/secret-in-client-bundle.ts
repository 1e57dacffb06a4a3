import { inProduction, problemAt } from '../finding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'secret-in-client-bundle',
  alias: 'S02',
  title: 'A secret is read through a variable that the build writes into the page',
  category: 'Security',
  explain: {
    means: 'A variable whose prefix makes the build copy it into the code of the page (`NEXT_PUBLIC_`, `VITE_`, `REACT_APP_`, `EXPO_PUBLIC_`) is named as a secret.',
    why: 'Everybody who opens the page can read it.',
    fix: 'Keep the secret on the server and let the page ask the server; change the one that was shipped.',
    examples: [{ wrong: 'const key = import.meta.env.VITE_STRIPE_SECRET_KEY;', right: "const session = await fetch('/api/checkout', { method: 'POST' });" }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => {
    const seen = new Set<string>();
    return file.env.flatMap((env) => {
      const key = env.keys.find((each) => shipped.test(each) && secret.test(each) && !open.test(each));
      if (key === undefined || seen.has(key) || env.guard === 'development') return [];
      seen.add(key);
      return [problemAt({ file, span: env, key, label: key }, {
        what: `${key} is written into the page by the build, and its name says that it is a secret.`, why: 'Everybody who opens the page can read it.',
        fix: 'Keep it on the server, and change the one that was shipped.', severity: 'high', confidence: /TOKEN/.test(key) ? 'possible' : 'likely', keeps: true,
      }, graph)];
    });
  }),
});

const shipped = /^(NEXT_PUBLIC|VITE|REACT_APP|EXPO_PUBLIC|NUXT_PUBLIC|GATSBY|PUBLIC|VUE_APP)_/;
/** Names of secrets, and keys with which their owner sends or pays for answers. */
const secret = /(^|_)(SECRET|PRIVATE_KEY|PASSWORD|SERVICE_ROLE(_KEY)?|SECRET_KEY|CLIENT_SECRET|(API|AUTH|ACCESS|ADMIN|BEARER)_TOKEN|(SENDGRID|RESEND|MAILGUN|POSTMARK|TWILIO|OPENAI|ANTHROPIC|GROQ|MISTRAL|DEEPSEEK|ELEVENLABS|REPLICATE|HUGGING_?FACE)_(API_)?KEY)(_|$)/;
/** Keys that their issuers mean to be seen. */
const open = /(PUBLISHABLE|ANON|_(DEMO|SAMPLE|GUEST|EXAMPLE)_|SITE_KEY|MAPBOX|SENTRY|POSTHOG|SEGMENT|ANALYTICS|_URL$|_ENABLED$|_LENGTH$|_RESET|_FORGOT|_MIN|_MAX|_REGEX|_POLICY)/;
