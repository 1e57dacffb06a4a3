import { proveRule, py } from '../testing/prove.ts';
import among from './constant-among-figures.ts';
import endpoint from './environment-endpoint-literal.ts';
import fabricated from './fabricated-on-error.ts';
import empty from './failure-as-empty.ts';
import memory from './kept-in-memory.ts';
import secret from './secret-env-fallback.ts';
import success from './success-on-error.ts';
import swallowed from './swallowed-failure.ts';
import unchecked from './unchecked-response.ts';

// Lies met in backends that were written quickly and that nobody had tuned on, each beside what looks like it and is none.

const fallback = 'class Maps:\n    def route(self, a, b):\n        try:\n            return requests.get(self.url, params={"a": a}).json()\n        except Exception as e:\n            print(e)\n            return self._fallback_route(a, b)\n    def _fallback_route(self, a, b):\n';
const absent = 'class Sms:\n    def latest(self, user):\n        if not self.url or not self.api_key:\n            return self._fallback_codes(user)\n        return requests.get(self.url).json()\n    def _fallback_codes(self, user):\n';

proveRule(fabricated, {
  fires: {
    'a method that answers success instead': py(`import requests\n${fallback}        return {"success": True, "minutes": a.far(b), "steps": ["Go there"]}\n`),
    'records where nothing is configured': py(`import requests\n${absent}        return [{"code": "4711", "sender": "ZM-SHOP", "company": "shop"}]\n`),
    'a figure and a word for it': py('import requests\ndef get_mood():\n    try:\n        return requests.get("https://api.org/mood").json()["value"], "ok"\n    except:\n        return 50, "Neutral"\n'),
  },
  quiet: {
    'a method that works it out': py(`import requests\n${fallback}        found = {}\n        found["a"] = match(a)\n        return found\n`),
    'a method that refuses': py(`import requests\n${fallback}        return {"success": False, "error": "no route"}\n`),
    'a setting': py('import requests\ndef get_timeout():\n    try:\n        return requests.get("https://api.org/t").json()["t"]\n    except Exception:\n        return 30\n'),
  },
});

proveRule(empty, {
  fires: {
    'nothing after a failure that is passed over': py('import requests\ndef fetch_news(symbol):\n    try:\n        response = requests.get("https://api.org/" + symbol)\n        if response.status_code == 200:\n            return response.json()\n    except Exception:\n        pass\n    return []\n'),
    'a code that is not nought': py('class B:\n    def positions(self):\n        response = self.session.get_positions(category="linear")\n        if response["retCode"] != 0:\n            return []\n        return response["list"]\n'),
    'a table without rows': py('def candles(self):\n    try:\n        return self.session.get_kline(1)\n    except Exception as e:\n        print(e)\n        return pd.DataFrame()\n'),
    'what is dropped without a word': py('import httpx\nasync def cycle(names):\n    async with httpx.AsyncClient() as c:\n        found = {}\n        for name in names:\n            try:\n                found[name] = (await c.post("https://api.org/x", json=name)).json()\n            except:\n                pass\n        await decide(found)\n'),
    'an answer that is asked where it is named': py('import requests\ndef rows(url):\n    if not (res := requests.get(url)).ok:\n        return []\n    return res.json()\n'),
  },
  quiet: {
    'a code of its own': py('def rows(kind):\n    if kind.code != 0:\n        return []\n    return work(kind)\n'),
    'a module that may be missing': py('try:\n    import requests\nexcept ImportError:\n    requests = None\n\ndef name(x):\n    return x\n'),
  },
});

proveRule(swallowed, {
  fires: { 'a request that nobody misses': py('import httpx\nasync def manage():\n    async with httpx.AsyncClient() as c:\n        try:\n            await c.post("https://api.org/manage", timeout=5)\n        except Exception:\n            pass\n    log()\n') },
  quiet: { 'a file that may be gone': py('import os, contextlib\ndef clean(path):\n    with contextlib.suppress(FileNotFoundError):\n        os.remove(path)\n') },
});

proveRule(success, {
  fires: { 'a message that goes nowhere, told as sent': py('import requests\nclass Otp:\n    def send_otp(self, phone):\n        code = self.make()\n        if self.sms_api_key and self.config.enabled:\n            result = requests.post("https://sms.org", json=code)\n            return {"success": result.ok}\n        self.count += 1\n        return {"success": True, "message": "sent"}\n') },
  quiet: { 'one that tells': py('import requests\nclass Otp:\n    def send_otp(self, phone):\n        code = self.make()\n        if self.sms_api_key and self.config.enabled:\n            result = requests.post("https://sms.org", json=code)\n            return {"success": result.ok}\n        return {"success": False, "message": "no key"}\n') },
});

proveRule(memory, {
  fires: { 'codes that belong into a store': py('class OtpService:\n    def __init__(self, config):\n        self.codes = {}  # In production, use Redis or database\n        self.count = 0\n') },
  quiet: { 'a list that is only begun': py('class OtpService:\n    def __init__(self, config):\n        self.codes = {}  # by phone\n        self.count = 0\n') },
});

proveRule(secret, {
  fires: { 'a default beside the settings': py('def check(given):\n    expected = getattr(config, "ADMIN_SECRET", "letmein-2024")\n    return given == expected\n') },
  quiet: { 'an attribute of something else': py('def check(row):\n    return getattr(row, "ADMIN_SECRET", "letmein-2024")\n') },
});

proveRule(endpoint, {
  fires: { 'a container by its name': py('URLS = {"tech": "http://technical_analyzer:8000"}\n') },
  quiet: { 'where it binds': py('class App:\n    bind_url = Unicode("http://:8000", help="where it binds")\n') },
});

proveRule(unchecked, {
  fires: { 'an answer that only a log sees': py('import httpx\nasync def place(c: str):\n    async with httpx.AsyncClient() as client:\n        res = await client.post("https://api.org/orders", json=c)\n        print(res.json())\n') },
  quiet: { 'an answer that is asked': py('import httpx\nasync def place(c: str):\n    async with httpx.AsyncClient() as client:\n        res = await client.post("https://api.org/orders", json=c)\n        print(res.json())\n        if res.status_code != 200:\n            raise NotClosed()\n') },
});

proveRule(among, {
  fires: { 'how many sources there were': py('@app.get("/mood")\ndef mood():\n    value, label = read_mood()\n    return {"score": value, "label": label, "sources": 10}\n') },
  quiet: { 'how many it reads': py('@app.get("/mood")\ndef mood():\n    value, label = read_mood()\n    return {"score": value, "label": label, "sources": len(FEEDS)}\n') },
});
