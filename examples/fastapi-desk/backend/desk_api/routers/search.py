"""Search in the documents."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from desk.data import documents
from desk.models import DocumentSummary
from desk_api.access import LoggedIn, WithStores
from desk_api.problems import answers

router = APIRouter(tags=["search"])

MOST_RESULTS = 50


class Found(BaseModel):
    query: str
    documents: list[DocumentSummary]


@router.get("/search", responses=answers(401, 422, 503))
async def search(_: LoggedIn, stores: WithStores, q: Annotated[str, Query(min_length=1, max_length=200)]) -> Found:
    return Found(query=q, documents=await documents.search(stores.postgres, q, MOST_RESULTS))
