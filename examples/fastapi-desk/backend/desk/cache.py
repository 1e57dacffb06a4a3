"""The one home of redis: sessions, the queue of documents, the chat's fan-out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis as Client
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from desk.errors import ANSWER_LIMIT_S, asking

CONNECT_LIMIT_S = 2.0


class Redis:
    def __init__(self, url: str, limit_s: float = ANSWER_LIMIT_S) -> None:
        self._limit_s = limit_s
        # One more try: a connection that Redis has closed in the meantime is not an outage.
        self._client: Client = Client.from_url(
            url,
            decode_responses=True,
            socket_timeout=limit_s,
            socket_connect_timeout=CONNECT_LIMIT_S,
            retry=Retry(NoBackoff(), 1),
        )

    @asynccontextmanager
    async def commands(self) -> AsyncIterator[Client]:
        async with asking("redis", self._limit_s, RedisError):
            yield self._client

    def pubsub(self) -> PubSub:
        return self._client.pubsub(ignore_subscribe_messages=True)

    async def ping(self) -> None:
        async with self.commands() as client:
            await client.ping()

    async def close(self) -> None:
        await self._client.aclose()
