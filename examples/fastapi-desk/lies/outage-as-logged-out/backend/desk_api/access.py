"""Who is calling, and with which stores the call is answered."""

from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from desk.stores import Stores
from desk_access import sessions
from desk_access.sessions import Session
from desk_access.settings import ServerSettings

_bearer = HTTPBearer(auto_error=False)


def _stores(request: Request) -> Stores:
    stores: Stores = request.app.state.stores
    return stores


def _settings(request: Request) -> ServerSettings:
    settings: ServerSettings = request.app.state.settings
    return settings


WithStores = Annotated[Stores, Depends(_stores)]
WithSettings = Annotated[ServerSettings, Depends(_settings)]


async def _session(
    stores: WithStores, settings: WithSettings, shown: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Session:
    if shown is None:
        raise HTTPException(401, "Log in first", {"WWW-Authenticate": "Bearer"})
    try:
        return await sessions.read(stores.redis, settings.jwt_secret.get_secret_value(), shown.credentials)
    except Exception as error:
        raise HTTPException(401, "The session is over", {"WWW-Authenticate": "Bearer"}) from error


LoggedIn = Annotated[Session, Depends(_session)]


async def _admin(session: LoggedIn) -> Session:
    if session.role != "admin":
        raise HTTPException(403, "Only administrators may see this")
    return session


Admin = Annotated[Session, Depends(_admin)]
