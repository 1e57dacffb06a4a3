"""Uploading requests for quotation, and what became of them."""

import logging
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query, UploadFile
from pydantic import BaseModel

from desk import queue
from desk.data import documents
from desk.errors import StoreUnavailable
from desk.models import DocumentSummary
from desk_api.access import LoggedIn, WithStores
from desk_api.problems import answers

log = logging.getLogger("desk.api")

router = APIRouter(prefix="/documents", tags=["documents"])

LARGEST_BYTES = 1024 * 1024


class Received(BaseModel):
    id: UUID
    known: bool


@router.post("", status_code=202, responses=answers(401, 413, 422, 503))
async def upload(file: UploadFile, session: LoggedIn, stores: WithStores) -> Received:
    """Stores the document and hands it to the workers; answers when both have happened."""
    content = await file.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        raise HTTPException(413, f"A document has at most {LARGEST_BYTES} bytes")
    if not content or not file.filename:
        raise HTTPException(422, "The document is empty or has no name")
    document_id, is_new = await documents.store(stores.postgres, file.filename, content, session.user_id)
    if is_new:
        try:
            await queue.enqueue(stores.redis, str(document_id))
        except StoreUnavailable as error:
            log.warning("document %s could not be queued: %s", document_id, error)
    return Received(id=document_id, known=not is_new)


@router.get("/recent", responses=answers(401, 422, 503))
async def recent(_: LoggedIn, stores: WithStores, limit: Annotated[int, Query(ge=1, le=100)] = 20) -> list[DocumentSummary]:
    return await documents.recent(stores.postgres, limit)


@router.get("/{document_id}", responses=answers(401, 404, 422, 503))
async def one(document_id: UUID, _: LoggedIn, stores: WithStores) -> DocumentSummary:
    found = await documents.find(stores.postgres, document_id)
    if found is None:
        raise HTTPException(404, "There is no such document")
    return found
