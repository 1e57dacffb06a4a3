/** Names of things that must stay secret; names that only sound so are taken out. */
const secret = /(^|_)(SECRETS?|PASSWORD|PASSWD|PASS|PWD|PASSPHRASE|CREDENTIALS?|TOKEN|SIGNING_KEY|ENCRYPTION_KEY|MASTER_KEY|PRIVATE_KEY|API_?KEY|APIKEY|ACCESS_KEY|AUTH_KEY|SECRET_KEY|SESSION_KEY|COOKIE_KEY|SALT|JWT_KEY|HMAC_KEY|CLIENT_SECRET|WEBHOOK_KEY)(_|$)/;
const harmless = /(^(VITE|REACT_APP|EXPO|NUXT)_.*API_?KEY|FIREBASE_API_?KEY|^(ENABLE|DISABLE|ALLOW|REQUIRE|SHOW|HIDE|USE|IS|HAS|FORCE)_|PUBLIC|PUBLISHABLE|ANON|TTL|EXPIR|_EXP$|ENFORCE|LIFETIME|MAX_AGE|DURATION|ALGORITHM|ISSUER|AUDIENCE|HEADER|COOKIE_NAME|_NAME$|_URL$|_URI$|_ENDPOINT$|_PATH$|_FILE$|_ROUNDS|_LENGTH|_TYPE$|_LIMIT|_COUNT|_PREFIX|_REGION|_HOST$|_PORT$|_MODEL|(^|_)MIN_|(^|_)MAX_|_ENABLED|_REQUIRED|_VERSION|TOKENIZER|_TOKENS$|_ARN$|_ID$|RESET_|_RESET$|TEMPLATE_?ID|_PROVIDER|_DAYS|_HOURS|_MINUTES|_SECONDS|_MS$|PASSED|BYPASS|COMPASS|_ADDRESS|_USER(NAME)?$|ROTATION|_CONTRACT|_MINT|_SYMBOL|_DECIMALS|_LABEL|_SCHEME|_FORMAT|_CLASS|_STRATEGY|_BACKEND|_STORE$|_KID$|_DOMAIN$|_SCOPE|_GRANT|_POLICY|_FIELD|_KEY_ID|_PATTERN|_REGEX)/;

/** True for `JWT_SECRET`, `dbPassword`, `apiKey`; false for `TOKEN_TTL`, `SECRET_NAME`, `PUBLIC_API_KEY`. */
export function isSecretKey(key: string): boolean {
  const upper = key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[-.]/g, '_').toUpperCase();
  return secret.test(upper) && !harmless.test(upper);
}

/** `RAG_LEGAL_KEY = "legal-key"`: a variable called a key whose default calls itself one. A masked default was called one when it was read. */
export function isKeyByDefault(key: string, text: string): boolean {
  return /_KEY$/.test(key.toUpperCase()) && !/(_KEY_KEY|PUBLIC|PRIMARY|FOREIGN|PARTITION|SORT|CACHE|REDIS|COOKIE|DEDUP|ROUTING|IDEMPOTENCY|LOOKUP|INDEX|GROUP|S3|OBJECT|FILE|HEADER)_?KEY$/.test(key.toUpperCase()) && (text === '***' || /(^|[-_])(key|secret|token)$|change[-_]?me/i.test(text) && !/_/.test(text) && text.length > 6);
}

/** What documentation writes where a key of another system belongs: `dummySecret`, `your-key`. */
export function isBlankWord(text: string): boolean {
  return /^(dummy|demo|test|mock|fake|none|null|placeholder|your|my|xxx+|changeme|todo|n\/?a|default)([A-Z_ -][\w -]*)?$/i.test(text) && !/\d{3}/.test(text);
}

/** A switch or a blank under a name that sounds like a secret: `AUTH_TOKEN=false`. */
export const noSecret = /^(0|1|true|false|none|null|no|yes|off|on)$/i;
