import { defineProbe } from '../../core/define.ts';
import { serviceEnvironment, type GivenVariable, type ServiceEnvironment } from '../evidence/environment.ts';

/** Passwords, tokens and keys that products are delivered with and that examples use. */
const knownCredentials = new Set([
  'admin', 'administrator', 'password', 'passw0rd', 'password1', 'password123', 'pass', 'secret', 'supersecret', 'changeme', 'change-me', 'change_me', 'changeit', 'default', 'example',
  'test', 'testing', 'dev', 'development', 'demo', 'root', 'toor', 'user', 'guest', 'postgres', 'mysql', 'redis', 'neo4j', 'rabbitmq', 'minio', 'minioadmin', 'minio123', 'mongo', 'elastic',
  '123456', '12345678', '123456789', '1234', '12345', 'qwerty', 'letmein', 'welcome', 'abc123', 'your-secret-key', 'your_secret_key', 'your-256-bit-secret', 'jwt-secret', 'jwt_secret',
  'my-secret', 'mysecret', 'secretkey', 'secret-key', 'secret_key', 'super-secret', 'super-secret-key', 'replace-me', 'replaceme', 'todo', 'none', 'null', 'undefined', 'neo4j/neo4j', 'neo4j/password',
]);
const credentialName = /(pass(word|wd|phrase|code)?|secret|token|credential|(api|private|access|signing|encryption|master|auth|jwt)_?key|_auth|^auth)$/i;

/** Reads what each service was given. Values are looked at here and never sealed. */
export default defineProbe<ServiceEnvironment>({
  id: 'service-environment',
  kind: serviceEnvironment,
  access: 'observe',
  timeoutMs: 30_000,
  async collect({ stack }) {
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
  const known = credentialName.test(name) && knownCredentials.has(value.toLowerCase()) ? 'value' : hasKnownPassword(value) ? 'password' : undefined;
  return { name, empty: value.trim() === '', ...(known && { known }) };
}

/** An address with a password that is the user's own name, or one that everybody knows. */
function hasKnownPassword(value: string): boolean {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/]*@/i.test(value) || !URL.canParse(value)) return false;
  const { username, password } = new URL(value);
  const plain = decodeURIComponent(password).toLowerCase();
  return plain !== '' && (knownCredentials.has(plain) || plain === decodeURIComponent(username).toLowerCase());
}
