"""Quotes."""

import os
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query

from desk.data import quotes
from desk.models import Quote, QuoteSummary
from desk_api.access import LoggedIn, WithStores
from desk_api.mock_quotes import MOCK_QUOTES
from desk_api.problems import answers

USE_MOCK_QUOTES = os.getenv("USE_MOCK_QUOTES", "true").lower() == "true"

router = APIRouter(prefix="/quotes", tags=["quotes"])


@router.get("", responses=answers(401, 422, 503))
async def newest(_: LoggedIn, stores: WithStores, limit: Annotated[int, Query(ge=1, le=100)] = 50) -> list[QuoteSummary]:
    if USE_MOCK_QUOTES:
        return MOCK_QUOTES[:limit]
    return await quotes.newest(stores.postgres, limit)


@router.get("/{quote_id}", responses=answers(401, 404, 422, 503))
async def one(quote_id: UUID, _: LoggedIn, stores: WithStores) -> Quote:
    found = await quotes.find(stores.postgres, quote_id)
    if found is None:
        raise HTTPException(404, "There is no such quote")
    return found
