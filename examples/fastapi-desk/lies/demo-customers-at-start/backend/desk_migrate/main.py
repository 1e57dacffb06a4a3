"""Brings all stores up to date, as often as it is run: python -m desk_migrate.main."""

import asyncio
import logging
import time
from pathlib import Path

from pydantic import Field, SecretStr

from desk.errors import StoreUnavailable
from desk.postgres import Postgres
from desk.settings import StoreSettings, settings_or_exit
from desk.stores import Stores, open_stores
from desk_access.passwords import hash_password
from desk_migrate.catalogue import load_catalogue

log = logging.getLogger("desk.migrate")

SHORTEST_PASSWORD = 12
PATIENCE_S = 90
PAUSE_S = 1.0
# A store that has just started is slow, and nobody waits for an answer here.
QUESTION_LIMIT_S = 30.0


class MigrateSettings(StoreSettings):
    """The first two users are made with these, one of each role."""

    admin_email: str
    admin_password: SecretStr = Field(min_length=SHORTEST_PASSWORD)
    clerk_email: str
    clerk_password: SecretStr = Field(min_length=SHORTEST_PASSWORD)


async def main() -> None:
    settings = settings_or_exit(MigrateSettings)
    async with open_stores(settings, QUESTION_LIMIT_S) as stores:
        await until_there(stores)
        await apply_scripts(stores.postgres)
        await load_catalogue(stores)
        await ensure_user(stores.postgres, settings.admin_email, "Administrator", "admin", settings.admin_password)
        await ensure_user(stores.postgres, settings.clerk_email, "Clerk", "clerk", settings.clerk_password)
        await ensure_customers(stores.postgres)
    log.info("the stores are up to date")


async def until_there(stores: Stores) -> None:
    """Waits for stores that are still starting, and gives up with the last trouble."""
    deadline = time.monotonic() + PATIENCE_S
    for ping in (stores.postgres.ping, stores.redis.ping, stores.graph.ping):
        while True:
            try:
                await ping()
                break
            except StoreUnavailable:
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(PAUSE_S)


async def apply_scripts(postgres: Postgres) -> None:
    """Each script once, in the order of their names, each with its mark in one transaction."""
    await postgres.value("CREATE TABLE IF NOT EXISTS schema_scripts (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())")
    applied = {row["name"] for row in await postgres.rows("SELECT name FROM schema_scripts")}
    for script in sorted((Path(__file__).parent / "sql").glob("*.sql")):
        if script.name not in applied:
            async with postgres.transaction() as connection:
                await connection.execute(script.read_text())
                await connection.execute("INSERT INTO schema_scripts (name) VALUES ($1)", script.name)
            log.info("applied %s", script.name)


async def ensure_customers(postgres: Postgres) -> None:
    """A dashboard without customers looks broken on the first day."""
    demo_customers = [("Nordlicht Anlagenbau GmbH", "Kiel"), ("Baltic Power Services", "Gdynia"), ("Hansen Elektro A/S", "Odense")]
    if await postgres.value("SELECT count(*) FROM customers") == 0:
        for name, city in demo_customers:
            await postgres.value("INSERT INTO customers (name, city) VALUES ($1, $2)", name, city)


async def ensure_user(postgres: Postgres, email: str, name: str, role: str, password: SecretStr) -> None:
    hashed = await hash_password(password.get_secret_value())
    await postgres.value(
        "INSERT INTO users (email, name, role, password_hash) VALUES ($1, $2, $3, $4) ON CONFLICT (email) DO NOTHING",
        email.strip().lower(), name, role, hashed,
    )


if __name__ == "__main__":
    asyncio.run(main())
