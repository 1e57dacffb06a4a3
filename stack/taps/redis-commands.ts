import type { Effect } from '../../core/tap.ts';
import type { Json } from '../../core/types.ts';

const set = (names: string): ReadonlySet<string> => new Set(names.split(/\s+/));

/** Flagged `write` by Redis 8, scripts and functions besides: nobody can tell from outside what those do. */
const writes = set(`APPEND BITFIELD BITOP BLMOVE BLMPOP BLPOP BRPOP BRPOPLPUSH BZMPOP BZPOPMAX BZPOPMIN COPY DECR DECRBY DEL DELEX EVAL EVALSHA EXPIRE EXPIREAT FCALL FLUSHALL FLUSHDB
  GEOADD GEORADIUS GEORADIUSBYMEMBER GEOSEARCHSTORE GETDEL GETEX GETSET HDEL HEXPIRE HEXPIREAT HGETDEL HGETEX HINCRBY HINCRBYFLOAT HMSET HPERSIST HPEXPIRE HPEXPIREAT HSET HSETEX HSETNX
  INCR INCRBY INCRBYFLOAT LINSERT LMOVE LMPOP LPOP LPUSH LPUSHX LREM LSET LTRIM MIGRATE MOVE MSET MSETEX MSETNX PERSIST PEXPIRE PEXPIREAT PFADD PFDEBUG PFMERGE PSETEX RENAME RENAMENX RESTORE RESTORE-ASKING
  RPOP RPOPLPUSH RPUSH RPUSHX SADD SDIFFSTORE SET SETBIT SETEX SETNX SETRANGE SINTERSTORE SMOVE SORT SPOP SREM SUNIONSTORE SWAPDB UNLINK VADD VREM VSETATTR XACK XACKDEL XADD XAUTOCLAIM XCLAIM XDEL XDELEX
  XGROUP XREADGROUP XSETID XTRIM ZADD ZDIFFSTORE ZINCRBY ZINTERSTORE ZMPOP ZPOPMAX ZPOPMIN ZRANGESTORE ZREM ZREMRANGEBYLEX ZREMRANGEBYRANK ZREMRANGEBYSCORE ZUNIONSTORE`);

const reads = set(`BITCOUNT BITFIELD_RO BITPOS DBSIZE DIGEST DUMP EVALSHA_RO EVAL_RO EXISTS EXPIRETIME FCALL_RO GEODIST GEOHASH GEOPOS GEORADIUSBYMEMBER_RO GEORADIUS_RO GEOSEARCH GET GETBIT GETRANGE HEXISTS HEXPIRETIME HGET
  HGETALL HKEYS HLEN HMGET HPEXPIRETIME HPTTL HRANDFIELD HSCAN HSTRLEN HTTL HVALS KEYS LCS LINDEX LLEN LPOS LRANGE MEMORY MGET OBJECT PEXPIRETIME PFCOUNT PTTL RANDOMKEY SCAN SCARD SDIFF SINTER SINTERCARD SISMEMBER
  SMEMBERS SMISMEMBER SORT_RO SRANDMEMBER SSCAN STRLEN SUBSTR SUNION TOUCH TTL TYPE VCARD VDIM VEMB VGETATTR VINFO VISMEMBER VLINKS VRANDMEMBER VRANGE VSIM XINFO XLEN XPENDING XRANGE XREAD XREVRANGE ZCARD ZCOUNT ZDIFF ZINTER
  ZINTERCARD ZLEXCOUNT ZMSCORE ZRANDMEMBER ZRANGE ZRANGEBYLEX ZRANGEBYSCORE ZRANK ZREVRANGE ZREVRANGEBYLEX ZREVRANGEBYSCORE ZREVRANK ZSCAN ZSCORE ZUNION`);

const sessions = set(`ACL ASKING AUTH BGREWRITEAOF BGSAVE CLIENT CLUSTER COMMAND CONFIG DEBUG ECHO FAILOVER FUNCTION HELLO HOTKEYS INFO LASTSAVE LATENCY LOLWUT MODULE MONITOR PFSELFTEST PING PSYNC QUIT READONLY READWRITE
  REPLCONF REPLICAOF RESET ROLE SAVE SCRIPT SELECT SENTINEL SHUTDOWN SLAVEOF SLOWLOG SYNC TIME WAIT WAITAOF`);

const transactions = set('MULTI EXEC DISCARD WATCH UNWATCH');
const messages = set('PUBLISH SPUBLISH PUBSUB SUBSCRIBE PSUBSCRIBE SSUBSCRIBE UNSUBSCRIBE PUNSUBSCRIBE SUNSUBSCRIBE');

/** Served while the data set is still being loaded (Redis' flag `loading`, and CLIENT, CONFIG and their like by their subcommands). */
const whileLoading = set(`ACL AUTH CLIENT COMMAND CONFIG DEBUG DISCARD ECHO EXEC HELLO LASTSAVE LATENCY MONITOR MULTI PSUBSCRIBE PUBLISH PUBSUB PUNSUBSCRIBE QUIT READONLY READWRITE RESET ROLE SELECT SHUTDOWN SLOWLOG SPUBLISH
  SSUBSCRIBE SUBSCRIBE SUNSUBSCRIBE TIME UNSUBSCRIBE UNWATCH WATCH`);

/** Verbs of modules (`JSON.GET`, `FT.SEARCH`, `TS.RANGE`) that only look. */
const looking = /\.(?:[MZH]?GET|TYPE|STRLEN|OBJLEN|OBJKEYS|ARRLEN|ARRINDEX|RESP|SEARCH|AGGREGATE|HYBRID|CURSOR|EXPLAIN|EXPLAINCLI|INFO|_LIST|TAGVALS|SPELLCHECK|SYNDUMP|DICTDUMP|PROFILE|SUGGET|SUGLEN|M?RANGE|M?REVRANGE|QUERYINDEX|M?EXISTS|CARD|COUNT|QUERY|LIST|SCANDUMP|RO_QUERY|RANK|REVRANK|QUANTILE|CDF|BYRANK|MIN|MAX)$/;

const effects: ReadonlyMap<string, Effect> = new Map<string, Effect>(([['read', reads], ['write', writes], ['session', sessions], ['transaction', transactions], ['message', messages]] as const)
  .flatMap(([effect, names]) => [...names].map((name) => [name, effect] as const)));

/** What a command does by its name (in capitals) and its other words. One that nobody knows may change something. */
export function effectOf(name: string, words: readonly Json[]): Effect {
  const effect = effects.get(name) ?? (looking.test(name) ? 'read' : 'write');
  return effect === 'write' && onlyReads(name, words) ? 'read' : effect;
}

/** Whether a read-only server refuses it. It does so by name: SORT without STORE, too. */
export function refusedReadOnly(name: string): boolean {
  return writes.has(name) || (name.includes('.') && !looking.test(name));
}

export function servedLoading(name: string): boolean {
  return whileLoading.has(name);
}

/** What is recorded of its words: nothing that may be a password. */
export function shown(name: string, words: readonly Json[]): readonly Json[] {
  switch (name) {
    case 'AUTH': case 'HELLO': return [];
    case 'CONFIG': case 'ACL': case 'SENTINEL': case 'MODULE': return words.slice(0, 1);
    case 'MIGRATE': return words.slice(0, 5);
    default: return words;
  }
}

/** Whether its answer may hold passwords: `CONFIG GET requirepass`, `ACL LIST`. */
export function secretAnswer(name: string): boolean {
  return name === 'CONFIG' || name === 'ACL' || name === 'SENTINEL';
}

export function word(words: readonly Json[], index: number): string {
  const value = words[index];
  return typeof value === 'string' ? value.toUpperCase() : '';
}

/** Commands that Redis counts as writes because of one of their options, here without it. */
function onlyReads(name: string, words: readonly Json[]): boolean {
  switch (name) {
    case 'GETEX': return words.length === 1;
    case 'SORT': return !words.some((_, index) => word(words, index) === 'STORE');
    case 'GEORADIUS': case 'GEORADIUSBYMEMBER': return !words.some((_, index) => /^STORE(?:DIST)?$/.test(word(words, index)));
    case 'BITFIELD': return !words.some((_, index) => /^(?:SET|INCRBY)$/.test(word(words, index)));
    default: return false;
  }
}
