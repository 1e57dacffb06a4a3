"""Live: the process answers. Ready: each store does."""

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from desk.health import Readiness, readiness
from desk_api.access import WithStores

router = APIRouter(prefix="/health", tags=["health"])


class Liveness(BaseModel):
    status: Literal["live"]


@router.get("/live")
async def live() -> Liveness:
    return Liveness(status="live")


@router.get("/ready", responses={503: {"model": Readiness, "description": "A store does not answer"}})
async def ready(stores: WithStores, response: Response) -> Readiness:
    found = await readiness(stores)
    if found.status != "ready":
        response.status_code = 503
    return found
