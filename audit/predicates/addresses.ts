import type { EnvFact } from '../facts.ts';

/** What kind of place an address names. */
export type Place = 'local' | 'private' | 'staging' | 'hosted' | 'own' | 'example' | 'public';

const hosted = /\.(herokuapp\.com|onrender\.com|vercel\.app|netlify\.app|railway\.app|up\.railway\.app|supabase\.co|run\.app|azurewebsites\.net|fly\.dev|firebaseio\.com|firebaseapp\.com|web\.app|ngrok(-free)?\.(io|app|dev)|trycloudflare\.com|cloudfront\.net|elasticbeanstalk\.com|rds\.amazonaws\.com|execute-api\.[\w-]+\.amazonaws\.com|elb\.amazonaws\.com|s3[\w.-]*\.amazonaws\.com|blob\.core\.windows\.net|database\.azure\.com|mongodb\.net|upstash\.io|neon\.tech|r2\.dev|workers\.dev|pages\.dev|cloudfunctions\.net|appspot\.com)$/i;

/** The host of an address or of a bare `host:port`; empty where there is none. */
export function hostOf(text: string): string {
  const match = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@]*@)?(\[[^\]]+\]|[^/:?#${}\s]+)/i.exec(text);
  return (match?.[1] ?? '').toLowerCase();
}

/** @param own words that name the audited project: its packages and folder */
export function placeOf(text: string, own: readonly string[]): Place {
  const host = hostOf(text);
  // A range of addresses is a rule about them, not a place.
  if (/^[\d.]+\/\d{1,2}$/.test(text)) return 'example';
  if (/^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|host\.docker\.internal|\w+\.localhost)$/.test(host)) return 'local';
  if (/^(metadata\.google\.internal|169\.254\.169\.254)$/.test(host)) return 'public';
  if (host === '0.0.0.0' || host === '') return 'example';
  if (/^(10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+)$|\.(internal|local|corp|lan|intra)$/.test(host)) return 'private';
  if (/(^|\.)example\.(com|org|net)$|\.(example|test|invalid)$|^(your|my|some|example|domain|host|hostname)[\w.-]*$|^x+\.|(^|[.-])(xyzcompany|foobar)([.-]|$)/.test(host)) return 'example';
  // What is written about a hoster is not hosted there by this project.
  if (/^(docs?|help|support|status|www|blog|community|learn|developers?)\./.test(host)) return 'public';
  if (hosted.test(host)) return 'hosted';
  // The label before the top level is a name of its own: dev.to is no stage of anything.
  if (/(^|[.-])(staging|stage|stg|dev|uat|qa|preprod|preview|testnet|sandbox(-api)?)([.-]|\d|$)/.test(host.split('.').slice(0, -2).join('.'))) return 'staging';
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return 'private';
  // One word and a port, as containers call each other.
  if (/^(?!https?$)[a-z0-9][\w-]*$/.test(host) && /^https?:\/\/[^/]*:\d+/.test(text)) return 'private';
  const label = host.split('.').at(-2) ?? '';
  return own.some((each) => label.replaceAll('-', '').includes(each)) && host.includes('.') ? 'own' : 'public';
}

/** How the address of this machine, taken because a variable is missing, gets to others. */
export function leavesMachine(env: EnvFact): EnvFact['leaves'] {
  const text = env.default?.form === 'text' || env.default?.form === 'template' ? env.default.text : undefined;
  return env.leaves && text !== undefined && placeOf(text.split(',')[0] ?? text, []) === 'local' ? env.leaves : undefined;
}
