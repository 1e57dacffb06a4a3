"""Ready means asked: each store is asked at the moment of the question."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Literal

from pydantic import BaseModel

from desk.errors import StoreUnavailable
from desk.stores import Stores


class StoreHealth(BaseModel):
    ok: bool
    latency_ms: float


class Readiness(BaseModel):
    status: Literal["ready", "unavailable"]
    stores: dict[str, StoreHealth]


async def readiness(stores: Stores) -> Readiness:
    asked = {"postgres": stores.postgres.ping, "redis": stores.redis.ping, "neo4j": stores.graph.ping}
    answers = await asyncio.gather(*(_ask(ping) for ping in asked.values()))
    found = dict(zip(asked, answers, strict=True))
    return Readiness(status="ready" if all(each.ok for each in answers) else "unavailable", stores=found)


async def _ask(ping: Callable[[], Awaitable[None]]) -> StoreHealth:
    start = time.perf_counter()
    try:
        await ping()
        ok = True
    except StoreUnavailable:
        ok = False
    return StoreHealth(ok=ok, latency_ms=round((time.perf_counter() - start) * 1000, 1))
