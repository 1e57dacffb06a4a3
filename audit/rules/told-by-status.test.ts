import { proveRule, py } from '../testing/prove.ts';
import admitted from './admitted-placeholder.ts';
import claim from './claim-without-effect.ts';
import health from './constant-health.ts';
import endpoint from './environment-endpoint-literal.ts';
import empty from './failure-as-empty.ts';
import figure from './missing-field-as-figure.ts';
import secret from './secret-env-fallback.ts';
import swallowed from './swallowed-failure.ts';
import unchecked from './unchecked-response.ts';

proveRule(empty, {
  fires: {
    'a figure that a refused request leaves at nought': py('async def cpu(name):\n    percent = 0.0\n    response = await client.get(name)\n    if response.status_code == 200:\n        percent = float(response.json()["value"])\n    return percent\n'),
    'what was filled so far': py('async def quotes(tokens):\n    found = {}\n    try:\n        for each in await client.fetch_quotes(tokens):\n            found[each.id] = each\n    except Exception:\n        return found\n    return found\n'),
    'a result that says it failed': py('def depth(symbol):\n    result = api_client.fetch_depth(symbol)\n    if not result.get("ok"):\n        return []\n    return result["rows"]\n'),
    'queries that failed, and a ranking of the rest': py('async def trends(queries):\n    videos = []\n    for query in queries:\n        try:\n            videos.extend(await client.search_videos(query))\n        except Exception as error:\n            logger.warning(error)\n    return rank(videos)\n'),
  },
  quiet: {
    'a failure that the documentation promises': py('async def signals(org):\n    """What customers cost. Failures degrade to an empty ranking."""\n    try:\n        stats = await client.list_stats(org)\n    except Exception:\n        log.exception("x")\n        return []\n    return stats\n'),
    'one that was reverted before': py('async def revert(session, refund):\n    done = []\n    try:\n        done.append(await client.revert_refund(refund))\n    except AlreadyRevertedError:\n        pass\n    return done\n'),
    'a number that is only logged': py('async def load(queries):\n    seen = []\n    for query in queries:\n        try:\n            seen.append(await client.search_videos(query))\n        except Exception as error:\n            logger.warning(error)\n    logger.info("%s", len(seen))\n'),
    'a status that is asked again': py('async def cpu(name):\n    percent = 0.0\n    response = await client.get(name)\n    if response.status_code == 200:\n        percent = float(response.json()["value"])\n    if response.status_code != 200:\n        raise Unavailable(name)\n    return percent\n'),
    'a request that throws': py('async def cpu(name):\n    percent = 0.0\n    response = await client.get(name)\n    response.raise_for_status()\n    if response.status_code == 200:\n        percent = float(response.json()["value"])\n    return percent\n'),
    'a failure that throws on': py('async def quotes(tokens):\n    found = {}\n    try:\n        for each in await client.fetch_quotes(tokens):\n            found[each.id] = each\n    except Exception as error:\n        raise Unavailable() from error\n    return found\n'),
    'a list that is given whole': py('def rows(given):\n    try:\n        return client.fetch_rows(given)\n    except Exception as error:\n        raise Unavailable() from error\n'),
    'a result that came in': py('def depth(result):\n    if not result.get("ok"):\n        return []\n    return result["rows"]\n'),
    'an answer of its own': py('def depth(symbol):\n    result = api_client.fetch_depth(symbol)\n    if not result.get("ok"):\n        raise Unavailable(symbol)\n    return result["rows"]\n'),
  },
});

proveRule(swallowed, {
  fires: {
    'a row that is not added': py('class Calls:\n    def attach_lead(self, call):\n        try:\n            lead = Lead(phone=call.phone)\n            self.db.add(lead)\n            self.db.flush()\n            call.lead_id = lead.id\n        except Exception as error:\n            logger.error(error)\n'),
    'a refused message, written down': py('async def drain(consumer):\n    async for msg in consumer:\n        r = await http.post(URL, json=msg)\n        if r.status_code >= 300:\n            log.error("refused %s", r.status_code)\n'),
    'a transaction that is only rolled back': py('def keep(row):\n    try:\n        db.session.add(row)\n        db.session.commit()\n    except Exception as error:\n        db.session.rollback()\n        logger.error(error)\n'),
  },
  quiet: {
    'a status that is handed on': py('async def dispatch(self, request, call_next):\n    response = await call_next(request)\n    if response.status_code >= 400:\n        logger.warning("failed")\n    return response\n'),
    'how it went, handed on': py('def send(self, mail):\n    response = message.send(mail)\n    if not response.success:\n        logger.error(response)\n    return response.success\n'),
    'a refusal by name': py('async def detach(method):\n    try:\n        await stripe_service.delete_payment_method(method.id)\n    except stripe_lib.InvalidRequestError:\n        pass\n'),
    'an engine that is made': py('def price(symbol):\n    try:\n        engine = create_engine(URL)\n        row = engine.connect().execute("select 1").first()\n        print(row)\n    except Exception as error:\n        logger.error(error)\n'),
    'what comes round again': py('async def auto_sync_all():\n    try:\n        row = await db.fetch_one("select 1")\n        row.synced = now()\n        db.commit()\n    except Exception as error:\n        logger.error(error)\n'),
    'a report of use': { 'app/usage_reporting/main.py': 'def push(client):\n    try:\n        client.post(URL, json={})\n    except Exception as error:\n        logger.error(error)\n' },
  },
});

proveRule(claim, {
  fires: {
    'a branch that only tells': py('async def execute(self, action, params):\n    if action == Action.SEND_SMS:\n        result = await sms.send(params["to"])\n        return {"status": "success", "result": result}\n    elif action == Action.CREATE_TASK:\n        return {"action": "create_task", "status": "success", "task": params}\n    return {"status": "not_implemented"}\n'),
    'an escalation to nobody': py('async def execute(self, action, params):\n    if action == "send_sms":\n        await sms.send(params["to"])\n        return {"status": "success"}\n    if action == "escalate_to_human":\n        logger.info(params)\n        return {"action": action, "status": "escalated"}\n    raise ValueError(action)\n'),
    'a check of nothing': py('class Agent(BaseAgent):\n    async def _validate_data(self, state):\n        state["is_valid"] = True\n        return state\n'),
  },
  quiet: {
    'a branch that says it did not': py('async def execute(self, action, params):\n    if action == "send_sms":\n        await sms.send(params["to"])\n        return {"status": "success"}\n    if action == "create_task":\n        return {"action": action, "status": "not_implemented"}\n    raise ValueError(action)\n'),
    'a branch that asks': py('async def execute(self, action, params):\n    if action == "send_sms":\n        await sms.send(params["to"])\n        return {"status": "success"}\n    if action == "create_task":\n        return {"status": "success", "task": await tasks.create(params)}\n    raise ValueError(action)\n'),
    'branches that all only tell': py('def word(action):\n    if action == "create":\n        return {"status": "success", "label": "made"}\n    if action == "delete":\n        return {"status": "success", "label": "gone"}\n    return {}\n'),
    'a word that is no action': py('async def execute(self, kind, params):\n    if kind == "send_sms":\n        await sms.send(params["to"])\n        return {"status": "success"}\n    if kind == "noop":\n        return {"status": "success"}\n    raise ValueError(kind)\n'),
    'a check that compares': py('def validate(state):\n    state["is_valid"] = state["total"] > 0\n    return state\n'),
    'a check that asks': py('def validate(state):\n    state["rows"] = load(state)\n    state["is_valid"] = True\n    return state\n'),
  },
});

const owned = 'def rows():\n    return db.query("select 1")\n\n';

proveRule(health, {
  fires: {
    'a status that only the body has': py(`${owned}@app.get("/health")\nasync def health():\n    deps = tracker.check_all()\n    overall = "error" if "error" in deps.values() else "ok"\n    return {"status": overall, "services": deps}\n`),
    'a broken store, told politely': py(`${owned}@app.get("/health")\nasync def health():\n    state = "healthy" if await db.ping() else "unhealthy"\n    return {"status": state}\n`),
    'words for every case': py(`${owned}@app.get("/api/health")\ndef health():\n    good = db.ping()\n    if not good:\n        return {"status": "down"}\n    return {"status": "up"}\n`),
  },
  quiet: {
    'a status of its own': py(`${owned}@app.get("/health")\nasync def health(response):\n    deps = tracker.check_all()\n    overall = "error" if "error" in deps.values() else "ok"\n    response.status_code = 200 if overall == "ok" else 503\n    return {"status": overall}\n`),
    'a throw': py(`${owned}@app.get("/health")\nasync def health():\n    if not await db.ping():\n        raise HTTPException(503, "down")\n    return {"status": "ok"}\n`),
    'a response with a number': py(`${owned}@app.get("/health")\nasync def health():\n    overall = "error" if not await db.ping() else "ok"\n    return JSONResponse({"status": overall}, status_code=503 if overall == "error" else 200)\n`),
    'a page beside a probe that refuses': py(`${owned}@app.get("/ready")\nasync def ready():\n    if not await db.ping():\n        raise HTTPException(503)\n    return {"status": "ready"}\n\n@app.get("/health")\nasync def health():\n    overall = "error" if not await db.ping() else "ok"\n    return {"status": overall}\n`),
    'the status of an order': py('@app.get("/orders/<id>/status")\nasync def order_status(id):\n    row = await db.fetch_one(id)\n    return {"status": "failed" if row.failed else row.state}\n'),
    'liveness': py(`${owned}@app.get("/health/live")\nasync def live():\n    state = "down" if stopping() else "up"\n    return {"status": state}\n`),
  },
});

proveRule(unchecked, {
  fires: {
    'a request that is counted': py('async def ingest(client, event):\n    await client.post(SYNC_URL, json=event)\n    COUNTER.inc()\n'),
    'a forward': py('def forward(data, headers):\n    requests.post(url, data=data, headers=headers, timeout=5)\n'),
    'a change over there': py('def rename(self, id, name):\n    self.session.patch(f"{BASE}/{id}", json={"name": name})\n    return {"renamed": id}\n'),
  },
  quiet: {
    'an answer that is asked': py('def forward(data):\n    response = requests.post(url, json=data)\n    response.raise_for_status()\n'),
    'an answer that is given back': py('def forward(data):\n    return requests.post(url, json=data)\n'),
    'a chain that throws': py('def forward(data):\n    requests.post(url, json=data).raise_for_status()\n'),
    'a client that throws by itself': py('client = httpx.Client(event_hooks={"response": [check]})\ndef forward(data):\n    client.post(url, json=data)\n'),
    'what is only measured': py('def track_usage(data):\n    requests.post(url, json=data)\n'),
    'no request': py('def f(queue):\n    queue.post(1)\n'),
  },
});

proveRule(admitted, {
  fires: {
    'a word beside the figure': py('def groups(lag):\n    return {\n        "lag": lag,\n        "members": 1  # Placeholder\n    }\n'),
    'what could be measured': py('def check(pool):\n    return {"pool": pool, "latency_ms": 0  # Could measure actual latency\n    }\n'),
    'a mock that is said to be for tests': py('async def step(state, result):\n    if hasattr(result, "dict"):\n        state["result"] = result.dict()\n    else:\n        # Mock the result structure for test\n        state["result"] = {"income": 100000, "tax": 20000, "rate": 0.24}\n    return state\n'),
    'a loop of invented values': py('def trends(niches):\n    # Add placeholder values for the page\n    for niche in niches:\n        niche["growth"] = 75 + (niche["score"] / 1000)\n    return niches\n'),
    'a kept word': py('class S:\n    def keep(self, id):\n        # In real implementation, would fetch the alert\n        key = f"hash:{id}"\n        self.redis.set(key, "placeholder_hash")\n'),
  },
  quiet: {
    'what resolves itself': py('TABLE = {"GAS": {"id": "467016"}}  # Placeholder - will auto-resolve\n'),
    'what is filled later': py('def f():\n    total = 0  # placeholder, filled in below\n    return total\n'),
    'the text of a form': py('def f():\n    return {"hint": "Name"}  # Placeholder text\n'),
    'a fake for tests that holds nothing': py('def f(result):\n    # Fake clock for tests\n    result["now"] = clock()\n    return result\n'),
    'a loop of what was read': py('def f(rows):\n    # placeholder until rows come\n    for row in rows:\n        row["total"] = row["price"] * row["count"]\n    return rows\n'),
    'a name that is kept': py('class S:\n    def keep(self, id, value):\n        # In production this is called by the worker\n        key = f"hash:{id}"\n        self.redis.set(key, value)\n'),
  },
});

proveRule(endpoint, {
  fires: { 'brokers by the name of a container': py('import os\nBROKERS = os.getenv("KAFKA_BROKERS", "kafka:9092")\n'), 'a field of settings': py('class Settings(BaseSettings):\n    KAFKA_BOOTSTRAP_SERVERS: str = "kafka:29092"\n') },
  quiet: {
    'a vendor under its own name': py('import os\nDOMAIN = os.getenv("SALESFORCE_DOMAIN", "login.salesforce.com")\n'), 'who a mail seems to come from': py('class Settings(BaseSettings):\n    EMAIL_FROM_DOMAIN: str = "mail.corp.sh"\n'),
    'a ratio': py('import os\nASPECT = os.getenv("ASPECT", "wide:16")\n'),
  },
});

proveRule(secret, {
  fires: { 'a key that calls itself one': py('import os\nKEY = os.getenv("RAG_LEGAL_KEY", "legal-key")\n') },
  quiet: {
    'the name of a cookie': py('class Settings(BaseSettings):\n    SESSION_COOKIE_KEY: str = "app_session"\n'), 'a key of a record': py('import os\nKEY = os.getenv("PARTITION_KEY", "tenant-key")\n'), 'a key on the keyboard': py('import os\nKEY = os.getenv("SHORTCUT_KEY", "ctrl")\n'),
  },
});

proveRule(figure, {
  fires: { 'a price that is not there': py('def f(row):\n    return {"total": (row.get("price") or 9.99) * 2}\n'), 'a side nobody chose': py('def f(leg):\n    return {"transactionType": str(leg.get("transactionType") or "BUY")}\n'), 'a score by a test': py('def f(row):\n    return {"risk_score": float(row.risk) if row.risk else 42}\n') },
  quiet: { 'a filter': py('def f(filters):\n    return query(price=filters.get("price") or 50)\n'), 'nought': py('def f(row):\n    return {"price": row.get("price") or 0}\n'), 'a setting': py('def f(settings):\n    return settings.get("rate") or 25\n') },
});
