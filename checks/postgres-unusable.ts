import { defineCheck } from '../core/define.ts';
import { storeAnswers, storeRoundTrips } from './evidence/stores.ts';
import { judgeStores } from './stores/judge.ts';

export default defineCheck({
  info: { id: 'postgres-unusable', family: 'check', category: 'Database connections', title: 'PostgreSQL lets the platform in and keeps what it is given' },
  aliases: [],
  explain: {
    means: 'PostgreSQL refuses the platform’s own credentials, loses or changes a marker, does not say its version, answers too slowly, or has no connection left.',
    why: 'A platform can start and answer although a store does not serve it; then its data is invented, stale or lost.',
    fix: 'The finding quotes the server’s own words. Mend the credentials, the rights or the limits that it names.',
    examples: [{
      wrong: 'DATABASE_URL=postgres://app:old@postgres/app   # POSTGRES_PASSWORD was changed',
      right: 'DATABASE_URL=postgres://app:${POSTGRES_PASSWORD}@postgres/app',
    }],
  },
  needs: [storeAnswers],
  also: [storeRoundTrips],
  judge: (seen, circumstances) => judgeStores('postgres', seen, circumstances),
});
