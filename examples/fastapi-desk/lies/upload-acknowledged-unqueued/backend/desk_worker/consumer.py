"""Takes documents from the queue, one at a time. A document is finished when its result is stored, never before."""

import asyncio
import logging
from uuid import UUID

from desk import queue
from desk.data import documents, reading
from desk.errors import StoreUnavailable
from desk.queue import Job
from desk.stores import Stores
from desk_worker.pricing import price
from desk_worker.reading import Unreadable, decode, read

log = logging.getLogger("desk.worker")

MOST_TRIES = 3
PAUSE_S = 1.0


async def consume(stores: Stores, consumer: str) -> None:
    """Runs until it is cancelled. An outage makes it wait; it never makes a document fail."""
    while True:
        try:
            await queue.ensure_group(stores.redis)
            while job := await queue.take(stores.redis, consumer):
                await _work(stores, job)
        except StoreUnavailable as error:
            log.warning("waiting: %s", error)
            await asyncio.sleep(PAUSE_S)


async def _work(stores: Stores, job: Job) -> None:
    try:
        await process(stores, UUID(job.document_id))
    except StoreUnavailable:
        raise
    except Exception:
        # Ours or the document's; either way the next document must not wait for it.
        log.exception("document %s", job.document_id)
        if not await reading.count_failure(stores.postgres, UUID(job.document_id), MOST_TRIES):
            return
    await queue.finish(stores.redis, job)


async def process(stores: Stores, document_id: UUID) -> None:
    content = await reading.begin(stores.postgres, document_id)
    if content is None:
        return
    found = await documents.find(stores.postgres, document_id)
    text: str | None = None
    try:
        text = decode(content)
        request = read(text, found.filename if found else "")
    except Unreadable as error:
        await reading.unreadable(stores.postgres, document_id, text, str(error))
        return
    lines = [await price(stores, item) for item in request.items]
    await reading.quote(stores.postgres, document_id, text, request.customer, request.city, lines)
    log.info("document %s: %s lines for %s", document_id, len(lines), request.customer)
