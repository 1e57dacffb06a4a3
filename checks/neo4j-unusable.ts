import { defineCheck } from '../core/define.ts';
import { storeAnswers, storeRoundTrips } from './evidence/stores.ts';
import { judgeStores } from './stores/judge.ts';

export default defineCheck({
  info: { id: 'neo4j-unusable', family: 'check', category: 'Database connections', title: 'Neo4j lets the platform in and keeps what it is given' },
  aliases: [],
  explain: {
    means: 'Neo4j refuses the platform’s own credentials, loses or changes a marker, does not say its version, answers too slowly, or has no connection left.',
    why: 'A platform can start and answer although a store does not serve it; then its data is invented, stale or lost.',
    fix: 'The finding quotes the server’s own words. Mend the credentials, the rights or the limits that it names.',
    examples: [{
      wrong: 'NEO4J_PASSWORD=neo4j   # the first password must be changed before use',
      right: 'NEO4J_AUTH=neo4j/${NEO4J_PASSWORD} for the server and NEO4J_PASSWORD for the platform',
    }],
  },
  needs: [storeAnswers],
  also: [storeRoundTrips],
  judge: (seen, circumstances) => judgeStores('neo4j', seen, circumstances),
});
