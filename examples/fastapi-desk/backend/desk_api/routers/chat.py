"""The audit of the chat: what was said, as it is stored. For administrators."""

from typing import Annotated

from fastapi import APIRouter, Query

from desk.data import chat
from desk.models import ChatMessage
from desk_api.access import Admin, WithStores
from desk_api.problems import answers

router = APIRouter(prefix="/chat", tags=["chat"])


@router.get("/audit", responses=answers(401, 403, 422, 503))
async def audit(_: Admin, stores: WithStores, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> list[ChatMessage]:
    return await chat.latest(stores.postgres, limit)
