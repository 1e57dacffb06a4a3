import { proveRule, py } from '../testing/prove.ts';
import admitted from './admitted-placeholder.ts';
import switchedOff from './check-switched-off.ts';
import claim from './claim-without-effect.ts';
import health from './constant-health.ts';
import credential from './credential-literal.ts';
import endpoint from './environment-endpoint-literal.ts';
import fabricated from './fabricated-on-error.ts';
import empty from './failure-as-empty.ts';
import ignored from './ignored-result.ts';
import called from './invented-data-called.ts';
import figure from './missing-field-as-figure.ts';
import module from './mock-module-in-production.ts';
import orElse from './or-else-invented.ts';
import random from './random-as-measurement.ts';
import secret from './secret-env-fallback.ts';
import stub from './stub-on-live-path.ts';
import success from './success-on-error.ts';
import swallowed from './swallowed-failure.ts';
import unchecked from './unchecked-response.ts';

// Shapes met in platforms that are kept well and that nobody had tuned on, each beside the lie that looks like it.

proveRule(credential, {
  fires: { 'a password beside its user': { 'src/db.ts': "export const client = connect({ user: 'app', password: 'Sup3r!word' });\n" } },
  quiet: {
    'the words of an interface': { 'src/i18n/de.ts': "export default { login: 'Einloggen', signOut: 'Ausloggen', username: 'Benutzername', password: 'Passwort', welcome: 'Anmeldung über den Anbieter', hint: 'Noch kein Konto?' };\n" },
    'words in other letters': { 'src/i18n/ja.ts': "window.localisation.ja = { username: '名前', password: 'パスワード', set_password: 'パスワードを設定', invalid_password: '8文字必要です', ok: 'はい', no: 'いいえ' };\n" },
  },
});

proveRule(called, {
  byName: ['a wallet that pays nobody'],
  fires: { 'a wallet that pays nobody': py('class FakeWallet:\n    def pay(self, bill):\n        return {"paid": True}\n\nsource = FakeWallet()\n') },
  quiet: {
    'headers for a request': py('import requests\ndef fake_request_headers():\n    return {"Accept": "text/html", "User-Agent": "Mozilla/5.0"}\n\ndef load(url):\n    headers = fake_request_headers()\n    return requests.get(url, headers=headers)\n'),
    'what gives nothing': py('async def dummy_read():\n    return {}\n\nasync def related(run):\n    rows = await gather(read(run.pool) if run.pool else dummy_read())\n    return rows\n'),
    'what the caller of a test says': { 'src/queue.ts': "const getMockQueue = () => ({ rows: 12, price: 9.5 });\nexport const queue = async (root: string, testMode = false) => (testMode ? getMockQueue() : realQueue(root));\n" },
    'the first of several': py('class FakeWallet:\n    def pay(self, bill):\n        return {"paid": True}\n\nfake_wallet = FakeWallet()\nsource = fake_wallet\n\ndef set_source(found):\n    global source\n    source = found\n'),
  },
});

proveRule(claim, {
  fires: { 'rows that nobody read': py('async def get_invoices(tenant, page):\n    return {"tenant": tenant, "page": page}\n') },
  quiet: {
    'what a framework has asked for': py('async def get_base_context(request: Request, user: User = Depends(get_user), theme: Theme = Depends(get_theme)):\n    return {"request": request, "user": user, "theme": theme}\n'),
    'what says that it does nothing': py('async def get_rows_noop(statement, pagination):\n    return ([], 0)\n'),
    'a query of what belongs to something': py('def get_full_notifications(speaker, event):\n    """Builds it, pretending that the current version is the first one."""\n    if speaker is None:\n        return {"create": [], "update": []}\n    return {"create": event.talks.filter(speaker=speaker), "update": []}\n'),
  },
});

proveRule(stub, {
  fires: { 'a route that does nothing': py('@app.post("/refund")\nasync def refund(order_id: str):\n    pass\n') },
  quiet: { 'a route whose guard is the answer': py('@router.get("/ok", dependencies=[Depends(require_node)])\nasync def api_get_ok():\n    pass\n') },
});

proveRule(endpoint, {
  fires: { 'settings of the class that runs': py('class ServerConfig:\n    SERVER_URL = "http://localhost:8000"\n'), 'a store by default': py('import os\nREDIS_URL = os.getenv("REDIS_URL", "redis://localhost:6379")\n') },
  quiet: {
    'settings of tests': py('class TestingConfig(ServerConfig):\n    SERVER_URL = "http://localhost:8000"\n'),
    'what a text begins with': py('def clean(name):\n    if name.startswith("http://localhost:"):\n        name = name.split("/")[-1]\n    return name\n'),
    'an option of a command': py('def add(host: str = typer.Option("localhost", help="Host")):\n    return host\n'),
    'a question to who runs it': py('def ask():\n    url = prompt("Where is it", default="http://127.0.0.1:4200/api")\n    return url\n'),
    'a table by stage': { 'src/hosts.ts': "export const hosts = { stage: { host: 'app.stage.org' }, localhost: { host: 'localhost' } };\n" },
    'a field of a form': { 'src/fields.ts': "export const fields = { endpoint: { label: 'Endpoint', value: '127.0.0.1:9002' } };\n" },
    'whom it believes': py('import os\nadd(hosts=os.getenv("FORWARDED_ALLOW_IPS", "127.0.0.1"))\n'),
    'a file of the database': py('class Settings(BaseSettings):\n    database_name: str = "app.db"\n'),
    'servers of a description': py('SPEC = {"SERVERS": [{"url": "http://localhost:8000", "description": "Local"}]}\n'),
    'a branch for developing': { 'src/api.ts': "export const base = () => (MODE() === 'development' ? 'http://127.0.0.1:4200' : BASE_URL());\n" },
  },
});

proveRule(empty, {
  fires: {
    'what is missing from a list': py('def releases(urls):\n    found = []\n    for url in urls:\n        try:\n            found.append(client.get_release(url))\n        except Exception as error:\n            logger.warning(error)\n    return found\n'),
    'a store that is not there': py('def rate(url):\n    if not self.client:\n        return []\n    return self.client.get(url)\n'),
  },
  quiet: {
    'those that were told': py('def notify(names):\n    sent = []\n    for name in names:\n        try:\n            client.send_mail(name)\n            sent.append(name)\n        except Exception as error:\n            logger.warning(error)\n    return sent\n'),
    'what is told beside': py('def users(names):\n    found = []\n    failed = []\n    try:\n        for name in client.list_groups(names):\n            found.append(name)\n    except Exception as error:\n        failed = names\n        logger.error(error)\n    return found, failed\n'),
    'something else in its place': py('def parts(ids):\n    found = []\n    for one in ids:\n        try:\n            found.append(client.get_part(one))\n            continue\n        except OSError:\n            pass\n        found.append(one)\n    return found\n'),
    'what is gone through afterwards': py('def clean(files):\n    done = []\n    for one in files:\n        try:\n            done.append(client.download(one))\n        except Exception as error:\n            logger.error(error)\n    for each in done:\n        client.close(each)\n'),
    'who is not logged in': py('def shared(self):\n    if not self.request.user.is_authenticated:\n        return []\n    return self.rows.filter(user=self.request.user)\n'),
    'a row that a session takes': py('def note(db, row):\n    try:\n        db.add(row)\n        db.commit()\n    except Exception:\n        db.rollback()\n    result = service.answer(row, db=db)\n    return result\n'),
    'suggestions while typing': { 'app/autocomplete.py': 'def wiki(query):\n    resp = session.get("https://wiki.org/" + query)\n    results = []\n    if resp.ok:\n        results = resp.json()\n    return results\n' },
    'a text that is taken apart': py('def ids(html):\n    try:\n        soup = BeautifulSoup(html, "html.parser")\n        return [each["id"] for each in soup.find_all("img")]\n    except Exception:\n        return []\n'),
    'what the remark above says': py('def files(ids, db):\n    # A failure of the lookup degrades to basic entries rather\n    # than failing the whole listing.\n    rows = {}\n    try:\n        rows = {row.id: row for row in db.session.query(ids)}\n    except Exception:\n        logger.warning("basic info only")\n    return merge(ids, rows)\n'),
  },
});

proveRule(swallowed, {
  fires: {
    'a message that never arrives': py('def tell(user):\n    try:\n        client.send_mail(user)\n    except Exception as error:\n        logger.error(error)\n    finish(user)\n'),
    'a step that nobody can find': py('def store(row):\n    try:\n        db.session.add(row)\n        db.session.commit()\n    except Exception as error:\n        logger.error(f"failed: {error}")\n    finish(row)\n'),
  },
  quiet: {
    'a step that is set apart with its trace': py('def store(row):\n    try:\n        db.session.add(row)\n        db.session.commit()\n    except Exception:\n        logger.exception("could not note it")\n    finish(row)\n'),
    'work that runs later': py('def tell(user):\n    try:\n        create_task(send_mail(user))\n    except Exception as error:\n        logger.error(error)\n'),
    'what notes its own failure': { 'app/services/assets.py': 'def create_snapshot(asset):\n    try:\n        requests.post(asset.url, json=asset.body)\n        asset.save()\n    except Exception as error:\n        asset.status = Asset.STATUS_FAILURE\n        asset.save()\n        raise error\n', 'app/main.py': 'from app.services import assets\ndef snapshot(asset):\n    try:\n        assets.create_snapshot(asset)\n    except Exception as error:\n        logger.error("failed")\n' },
    'what is left over': py('def replace(store, old_key, key, body):\n    store.save(key, body)\n    try:\n        store.delete(old_key)\n    except Exception as error:\n        logger.warning(error)\n    return key\n'),
    'somebody who makes up for it': py('def enqueue(run):\n    try:\n        app.send_task(run)\n    except Exception as error:\n        logger.warning("not queued; the sweeper will reclaim it")\n    count(run)\n'),
    'nobody to tell': py('def notify_license(db, stage):\n    admins = get_admins(db)\n    if not admins:\n        logger.warning("no admins")\n        return\n    mailer.send(admins, stage)\n'),
    'a person who is told by a toast': { 'src/app.js': "export function save(key) {\n  return Service.create(key).then(function (row) { shown(row); }, function (response) {\n    toaster.pop({ type: 'error', title: 'Not saved', body: response.data.message });\n  });\n}\n" },
    'a person who is told': py('async def send_answer(message):\n    try:\n        await api.send_chat_message(message)\n    except Exception as error:\n        logger.error(error)\n        await send_error_response(message)\n'),
  },
});

proveRule(success, {
  fires: { 'a limit that is gone': py('def check_limit(user):\n    try:\n        count = redis.incr(user)\n    except Exception:\n        pass\n    if user.count > 5:\n        raise TooMany()\n') },
  quiet: {
    'what stands in the else': py('def validate(self, attrs):\n    try:\n        project = self.context["request"]["project"]\n    except (AttributeError, KeyError):\n        pass\n    else:\n        if self.model.objects.filter(project=project).exists():\n            raise ValidationError("taken")\n    return attrs\n'),
    'the first time': py('def validate_key(store):\n    try:\n        last = store.load("checked")\n        if fresh(last):\n            return\n    except KeyNotFoundError:\n        pass\n    if not ask(store):\n        raise Refused()\n'),
  },
});

proveRule(random, {
  fires: { 'a load that nobody measured': py('import random\ndef load():\n    return {"cpu_percent": random.uniform(1, 100)}\n') },
  quiet: {
    'a test event': { 'app/management/commands/create_test_event.py': 'import random\ndef review(row):\n    return Review(score=random.choice([0, 1, 2]), row=row)\n' },
    'a value of a type': py('import random\ndef example(self):\n    if self.type == "int":\n        field_value = random.randint(1, 100)\n    return field_value\n'),
  },
});

proveRule(switchedOff, {
  fires: { 'no certificate is looked at': py('import ssl\ndef context():\n    made = ssl.create_default_context()\n    made.check_hostname = False\n    return made\n') },
  quiet: {
    'what is switched on again': py('import ssl\ndef context(mode):\n    made = ssl.create_default_context()\n    made.check_hostname = False\n    if mode == "full":\n        made.check_hostname = True\n    return made\n'),
    'one authority of its own': py('import ssl\ndef context(ca):\n    made = ssl.create_default_context()\n    made.load_verify_locations(cafile=ca)\n    made.check_hostname = False\n    return made\n'),
    'a question about somebody': { 'src/lib/owner.ts': 'export function checkOwner(user: User, row: Row): boolean {\n  if (isNoAuthUser(user.id)) return true;\n  return row.owner === user.id;\n}\n' },
  },
});

proveRule(admitted, {
  fires: { 'a list that is made up': py('def rows():\n    found = ["Ann", "Bob", "Eve"]  # mock data until the api is there\n    return found\n') },
  quiet: {
    'words to compare with': py('class Check:\n    def __init__(self):\n        # Hardcoded fallback list of common domains\n        self.domains = ["a.com", "b.com", "c.com"]\n'),
    'that there is none': py('def limit():\n    # we just use a dummy value until it is known\n    most = -1\n    return most\n'),
    'a name for nothing': py('def revision():\n    # Used as a placeholder until it can be read\n    NULL_REVISION = "000000000000"\n    return read() or NULL_REVISION\n'),
    'what a record lacks': py('def row(video):\n    # a type for the template is not yet implemented\n    found = {"template": "videos.html", "url": video.url, "title": video.title, "author": video.author}\n    return keep(found)\n'),
  },
});

proveRule(module, {
  fires: { 'a module of invented data': { 'app/fake_data.py': 'ROWS = [{"price": 12, "name": "Ann"}]\n', 'app/main.py': 'from app.fake_data import rows_of\napp = FastAPI()\n' } },
  quiet: { 'one of several to choose from': { 'app/wallets/fake.py': 'class FakeWallet:\n    pass\n', 'app/wallets/__init__.py': 'from .alby import A\nfrom .blink import B\nfrom .eclair import C\nfrom .lnd import D\nfrom .fake import FakeWallet\n', 'app/main.py': 'import app.wallets\napp = FastAPI()\n' } },
});

proveRule(secret, {
  fires: { 'a key that signs': py('import os\nSECRET_KEY = os.getenv("SECRET_KEY", "v8sk33sy82uw3ty")\n') },
  quiet: { 'a key of what only pretends': py('class Fake(BaseSettings):\n    fake_wallet_secret: str = Field(default="ToTheMoon1")\n') },
});

proveRule(figure, {
  fires: { 'a severity that was never judged': py('def row(r):\n    return Item(severity=r.get("severity", "high"))\n') },
  quiet: { 'an alert of the ordinary kind': py('def row(r):\n    return Item(alert_severity=r.get("alertSeverity", "normal"))\n') },
});

proveRule(unchecked, {
  fires: { 'a request that may be refused': py('def save(client, row):\n    client.post("/rows", json=row)\n') },
  quiet: { 'a client that throws': py('def save(client, row):\n    try:\n        client.post("/rows", json=row)\n    except httpx.HTTPStatusError as error:\n        raise NotSaved() from error\n') },
});

proveRule(fabricated, {
  byName: ['rows that are made up'],
  fires: { 'rows that are made up': py('def rows(db):\n    try:\n        return db.session.query("select 1")\n    except Exception:\n        return build_mock_rows()\n') },
  quiet: { 'where to begin again': py('def resume(connector, db):\n    try:\n        found = db.session.query("select 1")\n    except Exception:\n        return connector.build_dummy_checkpoint()\n    return found\n') },
});

proveRule(orElse, {
  byName: ['a reply that is written there'],
  fires: { 'a reply that is written there': py('MOCK_REPLY = {"text": "Hello there", "score": 12, "at": "2026-01-01"}\ndef reply(store):\n    return store.read() or MOCK_REPLY\n') },
  quiet: { 'one that a variable sets': { 'app/config.py': 'import os\nMOCK_REPLY = os.environ.get("MOCK_REPLY")\n', 'app/main.py': 'from app.config import MOCK_REPLY\ndef reply(store):\n    return store.read() or MOCK_REPLY\n' } },
});

proveRule(ignored, {
  fires: { 'an order that may be refused': py('def stop(order):\n    result = broker.cancel_order(order)\n    log.info("stopped")\n') },
  quiet: { 'a task that is queued': py('def start(row):\n    task = app.send_task("process", kwargs={"id": row})\n    logger.info("queued %s", task.id)\n') },
});

proveRule(health, {
  fires: { 'a probe that is always well': py('@router.get("/health")\ndef health():\n    try:\n        client.health()\n        return {"status": "ok"}\n    except ValueError as error:\n        return {"status": "down", "error": str(error)}\n') },
  quiet: { 'a page for who is logged in': py('@router.get("/health")\ndef health(_: User = Depends(require_permission(1))):\n    try:\n        client.health()\n        return {"status": "ok"}\n    except ValueError as error:\n        return {"status": "down", "error": str(error)}\n') },
});
