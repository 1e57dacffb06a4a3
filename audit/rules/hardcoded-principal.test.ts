import { proveRule, py } from '../testing/prove.ts';
import principal from './hardcoded-principal.ts';

proveRule(principal, {
  fires: {
    'somebody who does not exist': py('@app.post("/orders")\nasync def order(body):\n    user_id = "demo_user"\n    return await db.insert(user_id, body)\n'),
    'whoever asks without a name': py('async def chat(request, body):\n    user_id = request.user_id or "default_user"\n    return await memory.load(user_id)\n'),
    'a fixed customer': "export async function submit(qty) { const customerId = 'user_123'; return db.orders.create({ customerId, qty }); }",
  },
  quiet: {
    'who is signed in': py('async def order(body, user):\n    user_id = user.id\n    return await db.insert(user_id, body)\n'),
    'a system account': py('async def sweep():\n    user_id = "system"\n    return await db.insert(user_id)\n'),
    'an example of a form': py('class Order(BaseModel):\n    model_config = {"json_schema_extra": {"example": {"user_id": "demo_user"}}}\n'),
    'a seed': py('def seed_orders(db):\n    user_id = "demo_user"\n    db.insert(user_id)\n'),
    'a constant of the module': py('USER_ID = "demo_user"\n'),
    'a word that is none': py('async def f(body):\n    user_name = "demo_user"\n    return await db.insert(user_name)\n'),
  },
});
