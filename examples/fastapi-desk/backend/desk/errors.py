"""Trouble that callers must be able to tell from an answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# Longer than any question of a user takes, shorter than a user waits before trying again.
ANSWER_LIMIT_S = 2.5


class StoreUnavailable(Exception):
    """A store did not answer; whatever was asked is not known."""

    def __init__(self, store: str) -> None:
        super().__init__(f"{store} does not answer")
        self.store = store


@asynccontextmanager
async def asking(store: str, limit_s: float, *trouble: type[Exception]) -> AsyncIterator[None]:
    """Everything asked inside ends in time; trouble with the store becomes StoreUnavailable, everything else stays what it is."""
    try:
        async with asyncio.timeout(limit_s):
            yield
    except Exception as error:
        if not isinstance(error, (*trouble, OSError, TimeoutError)):
            raise
        raise StoreUnavailable(store) from error
