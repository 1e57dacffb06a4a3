import { proveRule, py } from '../testing/prove.ts';
import admitted from './admitted-placeholder.ts';
import claim from './claim-without-effect.ts';
import endpoint from './environment-endpoint-literal.ts';
import empty from './failure-as-empty.ts';
import called from './invented-data-called.ts';
import shown from './invented-data-shown.ts';
import figure from './missing-field-as-figure.ts';
import mockSwitch from './mock-switch.ts';
import swallowed from './swallowed-failure.ts';
import token from './token-not-verified.ts';

// Shapes of kept products that were once taken for lies, each beside the lie that looks like it.

proveRule(admitted, {
  fires: { 'what production would do': py('def f():\n    # In production, query the database\n    return {"total": 12, "price": 9.5}\n'), 'an invented implementation': py('def f():\n    """Placeholder implementation."""\n    return {"total": 12}\n') },
  quiet: {
    'records made from what is given': py('def add_available(vlans, group):\n    """Create fake records for all gaps between used ids."""\n    gaps = []\n    for vlan in vlans:\n        gaps.append({"id": vlan.id + 1, "group": group})\n    return gaps\n'),
    'what production expects': py('def hosts(name):\n    # In production setups, the expectation is that this is not used with localhost\n    return ["*"]\n'),
    'a value by contract': py('class P:\n    @property\n    def jti(self):\n        """Placeholder value for JTI."""\n        return "placeholder"\n'),
    'a member that is explained': py('class Visibility(IntegerChoices):\n    # one can join (which is currently not implemented as a button, but by mail)\n    DISCOVERABLE = 10, "Discoverable"\n'),
    'a long explanation': py(`def f():\n${'    # a line that explains at length how this came about and what was tried before, in production too, use and all\n'.repeat(7)}    # In production, use the other one\n    return ["*"]\n`),
  },
});

proveRule(mockSwitch, {
  fires: { 'a switch that is on': py('class Broker:\n    def __init__(self, use_mock=True):\n        if use_mock:\n            self.client = make()\n            self.ready = 1\n') },
  quiet: { 'what the caller says': py('def progress(action, fake=False):\n    if fake:\n        out.write("FAKED")\n        out.flush()\n'), 'what is given': py('def progress(action, fake):\n    if fake:\n        out.write("FAKED")\n        out.flush()\n') },
});

proveRule(swallowed, {
  fires: { 'what was to be brought over': { 'app/sync.py': 'class WorkoutSync:\n    async def sync_activities(self, db):\n        db.add(1)\n        db.commit()\n', 'app/main.py': 'from app.sync import sync_activities\nasync def sync_user(db, id):\n    try:\n        await sync_activities(db)\n    except Exception as error:\n        logger.warning(error)\n    log_done(id)\n' } },
  quiet: {
    'a better answer that did not come': py('async def analyze(record):\n    analysis = rules(record)\n    try:\n        better = await llm.enhance(record)\n        analysis.update(better)\n    except Exception as error:\n        logger.warning(error)\n    return analysis\n'),
    'a stream that is told': py('async def sync(db):\n    try:\n        yield await db.save_all()\n    except Exception as error:\n        logger.error(error)\n        message = {"type": "error"}\n        yield f"data: {message}"\n'),
    'a quota that is used up': py('def send_report(mail):\n    if not Installation.check_quota():\n        logger.warning("quota")\n        return\n    mailer.send(mail)\n'),
  },
});

proveRule(empty, {
  fires: { 'a figure that is taken for one': py('def rate(url):\n    if not self.client:\n        return []\n    return self.client.get(url)\n') },
  quiet: {
    'a failure that is captured': py('def post_data(request):\n    data = {}\n    try:\n        data.update(client.load(request))\n    except Exception as error:\n        capture_or_log_exception(error, logger)\n    return data\n'),
    'a better answer that did not come': py('async def analyze(record):\n    analysis = rules(record)\n    try:\n        analysis.update(await llm.enhance(record))\n    except Exception as error:\n        logger.warning(error)\n    return analysis\n'),
    'headers without a token': py('class F:\n    def _headers_auth(self):\n        if not self._api_token:\n            return {}\n        return {"Authorization": self._api_token}\n'),
    'credentials that nobody gave': py('class F:\n    def get_credentials(self):\n        if not self.encrypted_credentials:\n            return {}\n        return load(self.encrypted_credentials)\n'),
    'a folder that is tidied': { 'app/management/commands/prune_files.py': 'def handle(self):\n    try:\n        size = client.get_size(1)\n    except OSError:\n        size = 0\n    return size\n' },
  },
});

proveRule(endpoint, {
  fires: { 'a store of this machine': py('CACHES = {"default": {"LOCATION": "redis://localhost:6379/1"}}\n') },
  quiet: {
    'settings that say what they are for': { 'app/settings/docker_compose.py': 'class DockerSettings(Base):\n    """Settings for local development with Docker"""\n    SLUMBER_API_HOST = "http://web:8000"\n    BROKER_URL = "redis://localhost:6379/1"\n' },
    'the settings of a stage': { 'settings/local_dev.py': 'CACHES = {"default": {"LOCATION": "redis://localhost:6379/1"}}\n' }, 'an agent of metrics': py('statsd_host = "localhost:8125"\n'), 'a domain by name': py('domain = "localhost"\n'),
  },
});

proveRule(token, {
  fires: { 'claims that are relied on': py('import jwt\ndef user(token):\n    claims = jwt.decode(token, options={"verify_signature": False})\n    return claims["sub"]\n') },
  quiet: { 'claims that are called unverified': py('import jwt\ndef issuer(unverified_jwt):\n    unverified_claims = jwt.decode(unverified_jwt, options={"verify_signature": False})\n    return unverified_claims["iss"]\n') },
});

proveRule(figure, {
  fires: { 'a finding that nobody made': py('def row(r):\n    return Item(is_abnormal=r.get("is_abnormal", "normal"))\n') },
  quiet: { 'how far to scroll': py('def f(tool):\n    return int(tool.get("scroll_amount", 5))\n') },
});

proveRule(claim, {
  fires: { 'a check of what is named': py('@router.get("/verify/{code}")\nasync def verify_code(code: str):\n    return {"valid": True, "code": code}\n') },
  quiet: { 'a check that was made on the way': py('@router.get("/verify")\nasync def verify_user_token(current: str = Depends(verify_token)):\n    return {"valid": True, "username": current}\n') },
});

proveRule(called, {
  byName: ['a stand-in that answers'],
  fires: { 'a stand-in that answers': py('class DummyMailer:\n    def send(self, mail):\n        return {"sent": True}\n\ndef make():\n    return DummyMailer()\n') },
  quiet: { 'a shell that hands on': py('class DummyMailer:\n    def __init__(self, mail):\n        self.mail = mail\n    def send(self):\n        queue_mail(self.mail)\n\ndef make(mail):\n    return DummyMailer(mail)\n') },
});

proveRule(shown, {
  byName: ['samples that are given out'],
  fires: { 'samples that are given out': py('SAMPLE_USERS = [{"name": "Ann", "email": "a@b.co", "amount": 12}, {"name": "Bob", "email": "b@b.co", "amount": 20}]\ndef users():\n    return SAMPLE_USERS\n') },
  quiet: { 'where samples lie': py('SAMPLE_FILES = (("Installation", "projects/samples/installation.rst.html"), ("Start", "projects/samples/start.rst.html"))\ndef files():\n    return SAMPLE_FILES\n') },
});
