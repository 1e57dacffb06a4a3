"""The one home of asyncpg."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import asyncpg

from desk.errors import ANSWER_LIMIT_S, asking

if TYPE_CHECKING:
    # Generic for the type checker only.
    Connection = asyncpg.pool.PoolConnectionProxy[asyncpg.Record]
    Pool = asyncpg.Pool[asyncpg.Record]

MOST_CONNECTIONS = 10

# What asyncpg raises when the server is away, refuses, or is shutting down.
_TROUBLE = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.exceptions.OperatorInterventionError,
    asyncpg.exceptions.InsufficientResourcesError,
    asyncpg.exceptions.InvalidAuthorizationSpecificationError,
    asyncpg.exceptions.InvalidCatalogNameError,
)


class Postgres:
    """A pool of connections. It is made without asking the server, so that a service starts while PostgreSQL is away."""

    def __init__(self, pool: "Pool", limit_s: float) -> None:
        self._pool = pool
        self._limit_s = limit_s

    @classmethod
    async def open(cls, dsn: str, limit_s: float = ANSWER_LIMIT_S) -> "Postgres":
        pool = await asyncpg.create_pool(
            dsn, min_size=0, max_size=MOST_CONNECTIONS, timeout=limit_s, command_timeout=limit_s
        )
        return cls(pool, limit_s)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator["Connection"]:
        async with asking("postgres", self._limit_s, *_TROUBLE):
            async with self._pool.acquire(timeout=self._limit_s) as connection:
                yield connection

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["Connection"]:
        async with self.connection() as connection:
            async with connection.transaction():
                yield connection

    async def rows(self, query: str, *values: object) -> Sequence[dict[str, Any]]:
        async with self.connection() as connection:
            return [dict(row) for row in await connection.fetch(query, *values)]

    async def row(self, query: str, *values: object) -> dict[str, Any] | None:
        async with self.connection() as connection:
            found = await connection.fetchrow(query, *values)
            return None if found is None else dict(found)

    async def value(self, query: str, *values: object) -> Any:
        async with self.connection() as connection:
            return await connection.fetchval(query, *values)

    async def ping(self) -> None:
        await self.value("SELECT 1")

    async def close(self) -> None:
        await self._pool.close()
