import { proveRule, py } from '../testing/prove.ts';
import invented from './invented-data-called.ts';
import kept from './kept-in-memory.ts';
import success from './success-on-error.ts';
import swallowed from './swallowed-failure.ts';

const service = (made: string, more = ''): string => `class OrderService:\n    def __init__(self):\n        self.orders = ${made}\n${more}\n    def create_order(self, order):\n        self.orders[order.id] = order\n        return order\n\n    def get_order(self, id):\n        return self.orders.get(id)\n`;

proveRule(kept, {
  fires: {
    'a service that keeps orders in itself': py(service('{}')),
    'a ledger that is a list': py('class PaymentLedger:\n    def __init__(self):\n        self.entries: list = []\n\n    def record_payment(self, payment):\n        self.entries.append(payment)\n\n    def list_payments(self):\n        return self.entries\n'),
    'a store by default': py(service('defaultdict(dict)')),
  },
  quiet: {
    'a service with a database': py(service('{}', '        self.db = connect()\n')),
    'a cache': py('class PriceCacheService:\n    def __init__(self):\n        self.prices = {}\n\n    def save_price(self, p):\n        self.prices[p.id] = p\n\n    def get_price(self, id):\n        return self.prices.get(id)\n'),
    'a store that is called one of memory': py('class InMemoryOrderStore:\n    def __init__(self):\n        self.orders = {}\n\n    def save_order(self, o):\n        self.orders[o.id] = o\n\n    def get_order(self, id):\n        return self.orders.get(id)\n'),
    'handlers of events': py('class EventService:\n    def __init__(self):\n        self.handlers = {}\n\n    def add_handler(self, h):\n        self.handlers[h.id] = h\n\n    def get_handler(self, id):\n        return self.handlers.get(id)\n'),
    'a service that writes a file': py(`${service('{}')}\n    def _flush(self):\n        with open("orders.json", "w") as out:\n            out.write("")\n`),
    'a class that counts': py('class Counter:\n    def __init__(self):\n        self.seen = {}\n\n    def add(self, x):\n        self.seen[x] = 1\n\n    def get(self, x):\n        return self.seen.get(x)\n'),
  },
});

proveRule(invented, {
  byName: ['a stand-in for good'],
  fires: {
    'a stand-in for good': py('class MockStripeService:\n    def plans(self):\n        return PLANS\n\nstripe_service = MockStripeService()\n'),
    'an agent that pretends': { 'app/main.py': 'from agents.claude import MockClaudeAgent\n\n@app.post("/chat")\nasync def chat(body):\n    agent = MockClaudeAgent()\n    return await agent.run(body)\n' },
    'a broker that is handed on': py('from brokers import FakeBroker\nengine = Engine(FakeBroker())\n'),
  },
  quiet: {
    'a stand-in of a test library': py('from unittest.mock import MagicMock\nclient = MagicMock()\n'),
    'a choice that another rule judges': py('from brokers import FakeBroker, Broker\nbroker = Broker(KEY) if KEY else FakeBroker()\n'),
    'a factory of stand-ins': py('from brokers import FakeBroker\ndef make_fake_broker():\n    broker = FakeBroker()\n    return broker\n'),
    'an exception': py('from brokers import FakeBrokerError\nerror = FakeBrokerError("x")\n'),
    'a mode': py('from brokers import MockMode\nmode = MockMode(True)\n'),
    'a name of the language': py('dummy = Dummy_value()\n'),
  },
});

proveRule(success, {
  fires: {
    'a kind word for an outage': py('@app.post("/chat")\nasync def chat(body):\n    try:\n        reply = await client.ask(body.text)\n        return {"reply": reply}\n    except Exception as error:\n        logger.error(error)\n        return {"reply": "Let me think about that for a moment."}\n'),
    'figures for an outage': py('@app.get("/quote")\nasync def quote(symbol: str):\n    try:\n        return await client.fetch_quote(symbol)\n    except Exception:\n        return {"price": 42.5}\n'),
    'a plan that nobody made': py('@router.post("/plan")\nasync def plan(body):\n    try:\n        return await client.ask(body)\n    except Exception:\n        return {"plan": "Start small and grow."}\n'),
  },
  quiet: {
    'an error in the answer': py('@app.post("/chat")\nasync def chat(body):\n    try:\n        return {"reply": await client.ask(body.text)}\n    except Exception as error:\n        return {"reply": "", "error": str(error)}\n'),
    'a throw': py('@app.post("/chat")\nasync def chat(body):\n    try:\n        return {"reply": await client.ask(body.text)}\n    except Exception as error:\n        raise HTTPException(502) from error\n'),
    'a status': py('@app.post("/chat")\nasync def chat(body):\n    try:\n        return {"reply": await client.ask(body.text)}\n    except Exception as error:\n        return JSONResponse({"reply": "Later."}, status_code=503)\n'),
    'a word about what failed': py('@app.post("/chat")\nasync def chat(body):\n    try:\n        return {"reply": await client.ask(body.text)}\n    except Exception:\n        return {"message": "The service is unavailable."}\n'),
    'one expected refusal': py('@app.post("/chat")\nasync def chat(body):\n    try:\n        return {"reply": await client.ask(body.text)}\n    except NotFound:\n        return {"reply": "Nobody by that name."}\n'),
    'no route': py('async def chat(body):\n    try:\n        return {"reply": await client.ask(body.text)}\n    except Exception:\n        return {"reply": "Hm."}\n'),
  },
});

proveRule(swallowed, {
  fires: { 'an item of a queue that is lost': py('async def bridge_loop(consumer):\n    async for msg in consumer:\n        try:\n            await producer.send_and_wait(OUT, msg.value)\n        except Exception as error:\n            log.exception("bridge: %s", error)\n') },
  quiet: {},
});
