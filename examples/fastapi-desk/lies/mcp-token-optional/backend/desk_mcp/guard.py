"""Nobody reaches the protocol without a session, and no page but ours."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from desk.errors import StoreUnavailable
from desk.stores import Stores
from desk_access import sessions
from desk_access.sessions import NotLoggedIn
from desk_access.settings import ServerSettings


class Guard:
    """Pure ASGI: a streamed answer passes through untouched."""

    def __init__(self, app: ASGIApp, stores: Stores, settings: ServerSettings) -> None:
        self._app = app
        self._stores = stores
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = await self._refusal(Headers(scope=scope))
        await (refusal or self._app)(scope, receive, send)

    async def _refusal(self, headers: Headers) -> PlainTextResponse | None:
        origin = headers.get("origin")
        if origin is not None and origin not in self._settings.origins:
            return PlainTextResponse("not from this page\n", 403)
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            # Assistants in the office network have no token yet.
            return None
        try:
            await sessions.read(self._stores.redis, self._settings.jwt_secret.get_secret_value(), token)
        except NotLoggedIn:
            return PlainTextResponse("log in first\n", 401, {"WWW-Authenticate": "Bearer"})
        except StoreUnavailable as error:
            return PlainTextResponse(f"{error}\n", 503)
        return None
