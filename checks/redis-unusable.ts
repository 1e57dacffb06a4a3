import { defineCheck } from '../core/define.ts';
import { storeAnswers, storeRoundTrips } from './evidence/stores.ts';
import { judgeStores } from './stores/judge.ts';

export default defineCheck({
  info: { id: 'redis-unusable', family: 'check', category: 'Database connections', title: 'Redis lets the platform in and keeps what it is given' },
  aliases: [],
  explain: {
    means: 'Redis refuses the platform’s own credentials, loses or changes a marker, does not say its version, answers too slowly, or has no connection left.',
    why: 'A platform can start and answer although a store does not serve it; then its data is invented, stale or lost.',
    fix: 'The finding quotes the server’s own words. Mend the credentials, the rights or the limits that it names.',
    examples: [{
      wrong: 'REDIS_URL=redis://redis:6379   # the server runs with --requirepass',
      right: 'REDIS_URL=redis://:${REDIS_PASSWORD}@redis:6379',
    }],
  },
  needs: [storeAnswers],
  also: [storeRoundTrips],
  judge: (seen, circumstances) => judgeStores('redis', seen, circumstances),
});
