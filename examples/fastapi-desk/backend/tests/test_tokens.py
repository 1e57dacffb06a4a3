from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest

from desk.cache import Redis
from desk.errors import StoreUnavailable
from desk_access import sessions
from desk_access.passwords import hash_password, is_password

SECRET = "k" * 40


def token(secret: str = SECRET, **claims: Any) -> str:
    known = {"sub": str(uuid4()), "role": "clerk", "sid": "s", "iss": sessions.ISSUER, "exp": datetime.now(UTC) + timedelta(hours=1)}
    return jwt.encode({**known, **claims}, secret, sessions.ALGORITHM)


@pytest.mark.parametrize(
    "shown",
    [
        "not-a-token",
        token("another secret, quite as long as ours is, but another"),
        token(exp=datetime.now(UTC) - timedelta(seconds=1)),
        token(iss="somebody else"),
        token(sub="nobody"),
    ],
)
async def test_refused_before_any_store_is_asked(shown: str) -> None:
    with pytest.raises(sessions.NotLoggedIn):
        await sessions.read(Redis("redis://127.0.0.1:1"), SECRET, shown)


async def test_a_store_that_is_away_is_not_a_wrong_token() -> None:
    with pytest.raises(StoreUnavailable):
        await sessions.read(Redis("redis://127.0.0.1:1"), SECRET, token())


async def test_passwords() -> None:
    hashed = await hash_password("correct horse")
    assert await is_password("correct horse", hashed)
    assert not await is_password("wrong horse", hashed)


