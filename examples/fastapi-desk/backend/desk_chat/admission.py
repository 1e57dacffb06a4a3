"""Decides at the handshake who may come in, before the connection is a WebSocket."""

from http import HTTPStatus

from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request, Response

from desk.errors import StoreUnavailable
from desk.health import readiness
from desk.stores import Stores
from desk_access import sessions
from desk_access.sessions import NotLoggedIn, Session
from desk_access.settings import ServerSettings
from desk_chat.protocol import BEARER

PATH = "/chat"


class Admission:
    def __init__(self, stores: Stores, settings: ServerSettings) -> None:
        self._stores = stores
        self._settings = settings
        self._admitted: dict[ServerConnection, Session] = {}

    async def at_the_door(self, connection: ServerConnection, request: Request) -> Response | None:
        """None lets in; a response refuses, or answers a question about health."""
        path = request.path.split("?")[0]
        if path == "/health/live":
            return connection.respond(HTTPStatus.OK, "live\n")
        if path == "/health/ready":
            found = await readiness(self._stores)
            status = HTTPStatus.OK if found.status == "ready" else HTTPStatus.SERVICE_UNAVAILABLE
            return connection.respond(status, found.model_dump_json())
        if path != PATH:
            return connection.respond(HTTPStatus.NOT_FOUND, "there is only /chat\n")
        if request.headers.get("Origin") not in self._settings.origins:
            return connection.respond(HTTPStatus.FORBIDDEN, "not from this page\n")
        return await self._let_in(connection, request)

    async def _let_in(self, connection: ServerConnection, request: Request) -> Response | None:
        offered = [each.strip() for each in request.headers.get("Sec-WebSocket-Protocol", "").split(",")]
        tokens = [each.removeprefix(BEARER) for each in offered if each.startswith(BEARER)]
        if len(tokens) != 1:
            return connection.respond(HTTPStatus.UNAUTHORIZED, "log in first\n")
        try:
            secret = self._settings.jwt_secret.get_secret_value()
            self._admitted[connection] = await sessions.read(self._stores.redis, secret, tokens[0])
        except NotLoggedIn:
            return connection.respond(HTTPStatus.UNAUTHORIZED, "log in first\n")
        except StoreUnavailable as error:
            return connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, f"{error}\n")
        return None

    def session_of(self, connection: ServerConnection) -> Session:
        """The session that was admitted; asked once, when the connection is open."""
        return self._admitted.pop(connection)
