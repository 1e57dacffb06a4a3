"""The connector to Neo4j: what products are also called, and what fits with what."""

from collections.abc import Sequence
from typing import Any

from neo4j import AsyncDriver, AsyncGraphDatabase, RoutingControl
from neo4j.exceptions import AuthError, DriverError, ServiceUnavailable, TransientError

from desk.errors import ANSWER_LIMIT_S, asking

CONNECT_LIMIT_S = 10.0
# A connection that the server has closed in the meantime is tried once more, within this time.
RETRY_LIMIT_S = 1.0
DATABASE = "neo4j"

_TROUBLE = (DriverError, ServiceUnavailable, TransientError, AuthError)


class GraphConnector:
    """One driver for the life of a service; it connects when it is first asked."""

    def __init__(self, driver: AsyncDriver, limit_s: float) -> None:
        self._driver = driver
        self._limit_s = limit_s

    @classmethod
    def open(cls, url: str, user: str, password: str, limit_s: float = ANSWER_LIMIT_S) -> "GraphConnector":
        driver = AsyncGraphDatabase.driver(
            url,
            auth=(user, password),
            connection_timeout=CONNECT_LIMIT_S,
            connection_acquisition_timeout=CONNECT_LIMIT_S,
            max_transaction_retry_time=RETRY_LIMIT_S,
        )
        return cls(driver, limit_s)

    async def read(self, query: str, **values: object) -> Sequence[dict[str, Any]]:
        return await self._ask(query, RoutingControl.READ, values)

    async def write(self, query: str, **values: object) -> Sequence[dict[str, Any]]:
        return await self._ask(query, RoutingControl.WRITE, values)

    async def _ask(self, query: str, routing: RoutingControl, values: dict[str, object]) -> Sequence[dict[str, Any]]:
        async with asking("neo4j", self._limit_s, *_TROUBLE):
            result = await self._driver.execute_query(query, values, database_=DATABASE, routing_=routing)
            return [record.data() for record in result.records]

    async def ping(self) -> None:
        await self.read("RETURN 1 AS one")

    async def close(self) -> None:
        await self._driver.close()
