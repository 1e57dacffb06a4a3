"""The three stores of a service, opened and closed together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from desk.cache import Redis
from desk.errors import ANSWER_LIMIT_S
from desk.graph import GraphConnector
from desk.postgres import Postgres
from desk.settings import StoreSettings


@dataclass(frozen=True)
class Stores:
    postgres: Postgres
    redis: Redis
    graph: GraphConnector


@asynccontextmanager
async def open_stores(settings: StoreSettings, limit_s: float = ANSWER_LIMIT_S) -> AsyncIterator[Stores]:
    """`limit_s`: how long each question may take."""
    postgres = await Postgres.open(settings.database_url.get_secret_value(), limit_s)
    redis = Redis(settings.redis_url.get_secret_value(), limit_s)
    graph = GraphConnector.open(settings.neo4j_url, settings.neo4j_user, settings.neo4j_password.get_secret_value(), limit_s)
    try:
        yield Stores(postgres, redis, graph)
    finally:
        await graph.close()
        await redis.close()
        await postgres.close()
