import { proveRule, py } from '../testing/prove.ts';
import constantHealth from './constant-health.ts';
import credentialLiteral from './credential-literal.ts';
import endpointLiteral from './environment-endpoint-literal.ts';
import failureAsEmpty from './failure-as-empty.ts';
import fabricatedOnError from './fabricated-on-error.ts';
import inventedDataShown from './invented-data-shown.ts';
import missingField from './missing-field-as-figure.ts';
import randomAsMeasurement from './random-as-measurement.ts';
import secretEnvFallback from './secret-env-fallback.ts';
import successOnError from './success-on-error.ts';
import swallowedFailure from './swallowed-failure.ts';
import tokenNotVerified from './token-not-verified.ts';

// Shapes met in Python platforms that nobody had tuned on: what was missed there, and what was wrongly accused.

proveRule(credentialLiteral, {
  fires: {
    'a key of sessions that says that it should be changed': py("app = Flask(__name__)\napp.secret_key = 'your-secret-key'\n"),
    'a class of settings': py('class Config:\n    SECRET_KEY = "change-me-please"\n'),
    'values for variables that are not set': py('def required(key):\n    value = os.getenv(key)\n    return value or {"JWT_SECRET_KEY": "dev-jwt-secret-32-characters"}.get(key)\n'),
  },
  quiet: {
    'settings of development': py('class DevConfig:\n    SECRET_KEY = "change-me-please"\n'),
    'settings of tests': { 'app/settings/test.py': 'INSTALLED_APPS = []\nSECRET_KEY = "x1y2z3-secret"\n' },
    'from the environment': py('class Config:\n    SECRET_KEY = os.environ["SECRET_KEY"]\n'),
  },
});

proveRule(secretEnvFallback, {
  fires: { 'a key of the administrator': py('class Settings(BaseSettings):\n    admin_api_key: str = "dev-admin-key"\n') },
  quiet: { 'a flag about passwords': py('ENABLED = os.getenv("ENABLE_EMAIL_PASSWORD", "1")\n'), 'a smallest length': py('MIN_PASSWORD = os.getenv("MIN_PASSWORD", "abcd1234")\n') },
});

proveRule(fabricatedOnError, {
  fires: {
    'a date that becomes now': py('def parse_date(text):\n    try:\n        return datetime.fromisoformat(text)\n    except ValueError:\n        return datetime.now()\n'),
    'a mock that is tried before the failure, too': py('class Feed:\n    async def get_quote(self, symbol):\n        if not self.key:\n            return self._get_mock_quote(symbol)\n        try:\n            return await self.client.get(symbol)\n        except Exception as e:\n            logger.error(e)\n            return self._get_mock_quote(symbol)\n'),
  },
  quiet: {
    'a sample of candidates': py('def pick(pool):\n    try:\n        return solver.solve(pool)\n    except Exception:\n        return sample_elites(pool)\n'),
    'a date that is really of now': py('def started(row):\n    if not row:\n        return datetime.now()\n    return row.at\n'),
    'a result that says that it is none': py('def confirm(rows):\n    try:\n        return check_volume(rows)\n    except Exception as e:\n        logger.error(e)\n        return VolumeResult(is_confirmed=False, volume_ratio=0.4, relative_volume=0.7, volume_trend="error")\n'),
  },
});

proveRule(randomAsMeasurement, {
  fires: { 'a base that the figure is made from': py('import random\ndef quote(symbol, base):\n    variation = random.uniform(-0.05, 0.05)\n    current_price = round(base * (1 + variation), 2)\n    return {"symbol": symbol, "c": current_price}\n') },
  quiet: { 'a choice among things': py('import random\ndef pick(rows):\n    row = random.choice(rows)\n    price = row.price\n    return price\n') },
});

proveRule(inventedDataShown, {
  fires: { 'rows that a comment calls dummies': py('# Dummy data for signals\nsignals = [{"timestamp": "2023-01-01T00:00:00", "confidence": 75, "amount": 1200, "asset": "BTCUSD"}]\n@app.route("/signals")\ndef read():\n    return jsonify(signals[-1])\ndef keep(row):\n    signals.append(row)\n') },
  quiet: { 'rows of the domain': py('# Units that are offered\nunits = [{"name": "kg", "factor": 1000, "label": "kilogram"}]\ndef read():\n    return units\n') },
});

proveRule(missingField, {
  fires: { 'a round price': py('def value(position, diff):\n    current_price = position.current_price if position else 100\n    return diff / current_price\n') },
  quiet: {
    'a round percentage': py('def value(row):\n    progress = row.progress if row else 100\n    return progress\n'),
    'a setting in capitals': py('def weight():\n    return getattr(RISK, "MOMENTUM_SCORE", 2)\n'),
  },
});

proveRule(failureAsEmpty, {
  fires: { 'first values of noughts': py('default_state = {"total_trades": 0, "active_orders": 0, "revenue": 0}\ndef load_state():\n    try:\n        return store.get_state()\n    except Exception as e:\n        logger.error(e)\n        return default_state\n') },
  quiet: {
    'settings by default': py('default_settings = {"page_size": 0, "total_limit": 0, "score": 0}\ndef load_settings():\n    try:\n        return store.get_settings()\n    except Exception as e:\n        logger.error(e)\n        return default_settings\n'),
    'what was not found': py('def jobs(ids):\n    found = []\n    for each in ids:\n        try:\n            found.append(queue.fetch(each))\n        except NoSuchJobError:\n            pass\n    return found\n'),
    'two nothings': py('async def protect(order):\n    try:\n        return await broker.submit_order(order)\n    except Exception as e:\n        logger.error(e)\n        return None, None\n'),
  },
});

proveRule(successOnError, {
  fires: { 'a failed delivery': py('def notify(user):\n    try:\n        client.send_message(user)\n        return True\n    except Exception:\n        return True\n') },
  quiet: { 'what is gone': py('class Log:\n    def skip_create_log(self):\n        try:\n            return self.state.get_log()\n        except State.DoesNotExist:\n            return True\n') },
});

proveRule(swallowedFailure, {
  fires: { 'a task that goes on to tell that it is done': { 'app/tasks.py': 'from .db import update_status\n@shared_task\ndef run(job):\n    work(job)\n    try:\n        update_status(job, "done")\n    except Exception:\n        logger.exception("not updated")\n    return publish(job)\n', 'app/db.py': 'import sqlalchemy as sa\ndef update_status(job, status):\n    with engine.begin() as conn:\n        conn.execute(jobs.update().values(status=status))\n' } },
  quiet: {
    'tidying after a failure': py('def create(row):\n    try:\n        return store.create(row)\n    except Exception:\n        try:\n            storage.delete(row.path)\n        except Exception:\n            logger.warning("left behind")\n        raise\n'),
    'the error is kept in the answer': py('def save_run(row):\n    result = {}\n    try:\n        store.save(row)\n    except Exception as e:\n        result["notes"] = str(e)\n    return result\n'),
    'another way on': py('def create_answer(request):\n    try:\n        uri = client.create_answer(request)\n        return redirect(uri)\n    except DeniedError:\n        params = {"error": "access_denied"}\n    return redirect(build(params))\n'),
    'no plugin that would send it': py('def send_report(project):\n    plugin = plugins.get_active(project)\n    if not plugin:\n        log.warning("Report not sent. No email plugin enabled.")\n        return\n    plugin.instance.send(project)\n'),
    'it was there already': py('async def save_account(user, token):\n    try:\n        await accounts.create(user, token)\n    except ResourceAlreadyExists:\n        await accounts.update(user, token)\n'),
    'one refusal that has a name': py('async def create_fees(row):\n    try:\n        await fees.create(row)\n    except NotBalancedTransaction:\n        log.warning("not balanced")\n    await flush()\n'),
    'a default is taken instead': py('def create_task(data):\n    try:\n        projects.create(data["project"])\n    except Exception:\n        data["project_id"] = "default"\n    return store.add(data)\n'),
    'failures are counted': py('def deliver_all(rows):\n    failed_deliveries = 0\n    for row in rows:\n        try:\n            requests.post(row.url, json=row)\n        except Exception as e:\n            logger.error(e)\n            failed_deliveries += 1\n    return failed_deliveries\n'),
    'a dictionary is filled': py('def send_hook(rows):\n    callback_data = {}\n    try:\n        callback_data.update(**rows())\n    except Exception as e:\n        logger.warning(e)\n    client.post(callback_data)\n'),
  },
});

proveRule(tokenNotVerified, {
  fires: { 'read and believed': py('import jwt\ndef user(token):\n    return jwt.decode(token, options={"verify_signature": False})["sub"]\n') },
  quiet: { 'read first, verified after': py('import jwt\ndef user(token):\n    claims = jwt.decode(token, options={"verify_signature": False})\n    key = keys[claims["iss"]]\n    return jwt.decode(token, key, algorithms=["RS256"])["sub"]\n') },
});

proveRule(endpointLiteral, {
  fires: {
    'the project of one cloud': py('bus = Bus(project_id=os.getenv("GCP_PROJECT_ID", "acme-platform"))\n'),
    'a container by its name': py('client = redis.from_url(os.getenv("REDIS_URL", "redis://redis:6379"))\n'),
  },
  quiet: {
    'a test network that is chosen': py('class Trader:\n    TESTNET_URL = "https://testnet.vendor.vision/api"\n'),
    'a line for a person': py('def tell(host):\n    if host in ("0.0.0.0", "::"):\n        host = "localhost"\n    print(host)\n'),
    'a form of settings': py('class Runner:\n    def run(self):\n        return connect(self.configuration.get("url", "http://127.0.0.1:8123"))\n'),
    'the default of a schema': py('schema = {"properties": {"url": {"type": "string", "default": "http://127.0.0.1:8123"}}}\n'),
    'the socket of this machine': py('uri = os.getenv("DATABASE_URL", "postgresql:///postgres")\n'),
    'the metadata of a cloud': py('def on_cloud():\n    return requests.get("http://metadata.google.internal")\n'),
    'a name of the program': py('AGENT = os.getenv("HTTP_USER_AGENT", "Acme/1.0 (+https://acme.sh)")\n'),
    'the name of an instance': py('name = os.getenv("RENDER_INSTANCE_ID", "localhost")\n'),
    'an address without a host': py('def connect(url):\n    parsed = urlparse(url)\n    return Redis(host=parsed.hostname or "localhost")\n'),
    'settings of an example': { 'app/configuration_example.py': 'REDIS = {"HOST": "localhost"}\n' },
  },
});

proveRule(constantHealth, {
  fires: { 'a broker that failed, told with 200': py('@app.get("/api/health/broker/<broker>")\ndef health(broker):\n    try:\n        return client.get(broker)\n    except Exception as e:\n        return {"status": "error", "details": "no"}\n') },
  quiet: { 'an error status': py('@app.get("/api/health/broker/<broker>")\ndef health(broker):\n    try:\n        return client.get(broker)\n    except Exception as e:\n        return {"status": "error"}, 503\n') },
});
