import { anything, count, flag, kindOf, listOf, mapOf, maybe, oneOf, recordOf, text, type Shape } from '../shape.ts';
import type { OutageCall, OutageSeen, ProofCall, ProofData, ProofOutages, Relation, Settled, SlowedAnswer, Statement, Target, Written } from './evidence.ts';
import type { Kind, Location } from '../types.ts';

const target: Shape<Target> = recordOf<Target>({
  name: text, kind: oneOf('http', 'websocket', 'mcp'), service: text, method: text, path: text, role: maybe(text), writes: flag, foundBy: listOf(text),
  handler: maybe(recordOf<Location>({ uri: text, line: maybe(count), column: maybe(count), endLine: maybe(count) })), missing: maybe(text), curl: maybe(text), made: maybe(flag) as Shape<true | undefined>, filled: maybe(flag) as Shape<true | undefined>, aside: maybe(text),
});
const statement: Shape<Statement> = recordOf<Statement>({
  store: text, statement: text, parameters: listOf(anything), effect: oneOf('read', 'write', 'transaction', 'message', 'session'),
  columns: listOf(text), rows: listOf(listOf(anything)), rowCount: count, tag: maybe(text), error: maybe(text),
});
const pass = oneOf('baseline', 'vary', 'shake', 'empty', 'fill', 'write', 'outage', 'recover');
const proofCall: Shape<ProofCall> = recordOf<ProofCall>({
  target: text, pass, url: text, status: count, ms: count, contentType: maybe(text), body: maybe(anything), bodyCut: maybe(flag), broke: maybe(text), statements: listOf(statement),
});
const reaction = oneOf('followed', 'stayed', 'gone', 'error');
const field = recordOf<ProofData['fields'][number]['fields'][number]>({
  field: text, pointer: text, value: anything, leaves: count, sources: mapOf(count) as Shape<Readonly<Record<string, number>>>, dataLike: flag, how: maybe(text), besideSourced: flag, volatile: flag,
  seen: maybe(listOf(anything)), suspected: maybe(count), stores: maybe(listOf(text)), emptied: maybe(count),
  shake: maybe(reaction), empty: maybe(reaction), fill: maybe(reaction), moved: maybe(recordOf({ followed: count, compared: count })),
});
const held = recordOf<NonNullable<Written['readBack']>>({ url: text, status: count, holds: listOf(text), lacks: listOf(text), tells: maybe(listOf(text)) });
const written: Shape<Written> = recordOf<Written>({
  target: text, status: count, takenBack: maybe(flag) as Shape<true | undefined>, writeSeen: flag, committedBefore: flag, refusal: maybe(text), stillThere: maybe(text),
  contradicted: maybe(listOf(recordOf<NonNullable<Written['contradicted']>[number]>({ pointer: text, said: anything, read: anything }))),
  sent: listOf(recordOf<Written['sent'][number]>({ pointer: text, value: anything, foundIn: maybe(text) })),
  readBack: maybe(held), afterRestart: maybe(recordOf({ status: count, holds: listOf(text), lacks: listOf(text) })),
});
const relation: Shape<Relation> = recordOf<Relation>({
  target: text, relation: oneOf('unknown-id', 'matches-nothing', 'page-size', 'another-user', 'narrower-range', 'next-page', 'filter', 'another-record', 'parameter', 'sort'), held: flag, first: text, second: text, detail: text,
  contradicts: maybe(recordOf<NonNullable<Relation['contradicts']>>({ pointer: text, value: anything })), ignored: maybe(flag) as Shape<true | undefined>,
});
const holding = recordOf({ name: text, count });

/** What every endpoint answers, where it comes from, and how it follows when the stores change. */
export const proofData: Kind<ProofData> = kindOf('proof-data', recordOf<ProofData>({
  stores: listOf(recordOf<ProofData['stores'][number]>({ name: text, kind: oneOf('postgres', 'redis', 'neo4j', 'http'), holdings: listOf(holding), observed: flag, checksum: maybe(text), restored: maybe(flag), trouble: maybe(text) })),
  targets: listOf(target), calls: listOf(proofCall),
  fields: listOf(recordOf<ProofData['fields'][number]>({ target: text, total: count, traced: count, fields: listOf(field), stores: listOf(text), cachedBy: maybe(text), partial: maybe(listOf(text)) })),
  shaken: mapOf(recordOf({ changed: mapOf(count), removed: mapOf(count), added: mapOf(count), stayed: mapOf(text) })),
  relations: listOf(relation), written: listOf(written),
  notMade: listOf(recordOf<ProofData['notMade'][number]>({ pass, reason: text, target: maybe(text) })),
}));

const health = recordOf<OutageSeen['health'][number]>({ url: text, role: oneOf('live', 'ready'), status: count, turnedAfterMs: maybe(count), body: maybe(anything) });
const outageCall: Shape<OutageCall> = recordOf<OutageCall>({
  target: text, status: count, ms: count, broke: maybe(text), body: maybe(anything), same: listOf(text), other: listOf(text), emptied: listOf(text), sourced: maybe(listOf(text)),
  cache: maybe(recordOf<NonNullable<OutageCall['cache']>>({ store: text, statement: text, ageMs: maybe(count) })), marked: maybe(text), leaks: listOf(text), otherStores: listOf(text),
});
const settled: Shape<Settled> = recordOf<Settled>({
  url: text, at: text, wanted: anything, found: anything, reached: flag, differs: listOf(recordOf({ pointer: text, now: anything, calm: anything })),
});
const seen: Shape<OutageSeen> = recordOf<OutageSeen>({
  store: text, outage: recordOf({ kind: text }) as Shape<OutageSeen['outage']>, active: maybe(text), calls: listOf(outageCall), health: listOf(health),
  acknowledged: listOf(recordOf<OutageSeen['acknowledged'][number]>({ target: text, status: count, found: flag, marker: text, settled: maybe(settled), passedOn: maybe(recordOf({ said: text, calm: text, heard: flag })) })),
  signIn: maybe(recordOf<NonNullable<OutageSeen['signIn']>>({
    wrongPassword: count, rightPassword: count, target: maybe(text), stores: maybe(listOf(text)), signedOut: maybe(recordOf({ target: text, status: count })),
  })),
  recovery: recordOf<OutageSeen['recovery']>({
    healedAfterMs: maybe(count), stillFailing: mapOf(count), health: listOf(recordOf<OutageSeen['recovery']['health'][number]>({ url: text, role: oneOf('live', 'ready'), status: count, afterMs: maybe(count) })),
  }),
  died: listOf(recordOf<OutageSeen['died'][number]>({ service: text, atMs: maybe(count), restartedByUs: flag })),
});

/** What every endpoint does while a store is out, and afterwards. */
export const proofOutages: Kind<ProofOutages> = kindOf('proof-outages', recordOf<ProofOutages>({
  baseline: listOf(recordOf({ target: text, stores: listOf(text), status: count })),
  outages: listOf(seen),
  slowed: maybe(listOf(recordOf<SlowedAnswer>({ url: text, store: text, delayMs: count, ms: count, claims: listOf(recordOf({ pointer: text, value: count, ms: count })) }))),
  notMade: listOf(recordOf<ProofOutages['notMade'][number]>({ store: text, kind: text, reason: text, impossible: maybe(flag) as Shape<true | undefined> })),
}));

