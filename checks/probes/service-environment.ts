import { defineProbe } from '../../core/define.ts';
import { serviceEnvironment, type GivenVariable, type ServiceEnvironment } from '../evidence/environment.ts';

/** Passwords, tokens and keys that products are delivered with and that examples use. */
const knownCredentials = new Set([
  'admin', 'administrator', 'password', 'passw0rd', 'password1', 'password123', 'pass', 'secret', 'supersecret', 'changeme', 'change-me', 'change_me', 'changeit', 'default', 'example',
  'test', 'testing', 'dev', 'development', 'demo', 'root', 'toor', 'user', 'guest', 'postgres', 'mysql', 'redis', 'neo4j', 'rabbitmq', 'minio', 'minioadmin', 'minio123', 'mongo', 'elastic',
  '123456', '12345678', '123456789', '1234', '12345', 'qwerty', 'letmein', 'welcome', 'abc123', 'your-secret-key', 'your_secret_key', 'your-256-bit-secret', 'jwt-secret', 'jwt_secret',
  'my-secret', 'mysecret', 'secretkey', 'secret-key', 'secret_key', 'super-secret', 'super-secret-key', 'replace-me', 'replaceme', 'todo', 'none', 'null', 'undefined',
]);
/** Neo4j takes user and password in one, and `none` switches its check off. */
const knownNeo4j = new Set(['neo4j/neo4j', 'neo4j/password', 'neo4j/test', 'neo4j/secret', 'none']);
const credentialName = /(pass(word|wd|phrase|code)?|secret|token|credential|(api|private|access|signing|encryption|master|auth|jwt)_?key)$/i;

/** Reads what each service was given. Values are looked at here and never sealed. */
export default defineProbe<ServiceEnvironment>({
  id: 'service-environment',
  kind: serviceEnvironment,
  access: 'observe',
  timeoutMs: 30_000,
  async collect({ stack }) {
    if (stack.report.driver === 'attached') return { subject: 'services', body: { unseen: 'what the services of an attached stack are given cannot be seen from outside', services: [] } };
    const stores = new Set(stack.report.stores.map((store) => store.name));
    const running = stack.report.services.filter((service) => service.state !== 'absent');
    const services = running.map(({ name }) => ({
      name, store: stores.has(name),
      variables: Object.entries(stack.environment(name)).sort(([a], [b]) => (a < b ? -1 : 1)).map(([variable, value]) => given(variable, value)),
    }));
    return { subject: 'services', body: { services } };
  },
});

function given(name: string, value: string): GivenVariable {
  const plain = value.toLowerCase();
  const known = (credentialName.test(name) && knownCredentials.has(plain)) || (name === 'NEO4J_AUTH' && knownNeo4j.has(plain)) ? 'value' : hasKnownPassword(value) ? 'password' : undefined;
  return { name, empty: value.trim() === '', ...(known && { known }) };
}

/** An address with a password that is the user's own name, or one that everybody knows. */
function hasKnownPassword(value: string): boolean {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/]*@/i.test(value) || !URL.canParse(value)) return false;
  const { username, password } = new URL(value);
  const plain = decodeURIComponent(password).toLowerCase();
  return plain !== '' && (knownCredentials.has(plain) || plain === decodeURIComponent(username).toLowerCase());
}
