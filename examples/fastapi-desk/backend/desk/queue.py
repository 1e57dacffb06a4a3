"""The queue of documents to be read: a Redis stream with one consumer group, so that what a worker drops another one takes."""

from dataclasses import dataclass
from typing import Any

from redis.exceptions import ResponseError

from desk.cache import Redis

STREAM = "rfq:documents"
GROUP = "workers"
# Somebody who has held a document for this long has stopped working on it.
ABANDONED_MS = 15_000
WAIT_MS = 1_000


@dataclass(frozen=True)
class Job:
    id: str
    document_id: str


async def enqueue(redis: Redis, document_id: str) -> None:
    async with redis.commands() as client:
        await client.xadd(STREAM, {"document_id": document_id})


async def ensure_group(redis: Redis) -> None:
    async with redis.commands() as client:
        try:
            await client.xgroup_create(STREAM, GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise


async def take(redis: Redis, consumer: str) -> Job | None:
    """The next document; one that another worker abandoned comes first. None when there is nothing for a while."""
    async with redis.commands() as client:
        claimed: Any = await client.xautoclaim(STREAM, GROUP, consumer, min_idle_time=ABANDONED_MS, count=1)
        for job_id, fields in claimed[1]:
            return Job(job_id, fields["document_id"])
        answer: Any = await client.xreadgroup(GROUP, consumer, {STREAM: ">"}, count=1, block=WAIT_MS)
        for _, jobs in answer or []:
            for job_id, fields in jobs:
                return Job(job_id, fields["document_id"])
    return None


async def finish(redis: Redis, job: Job) -> None:
    async with redis.commands() as client:
        await client.xack(STREAM, GROUP, job.id)
        await client.xdel(STREAM, job.id)
