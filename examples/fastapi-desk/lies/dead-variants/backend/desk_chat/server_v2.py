"""The chat server: python -m desk_chat.server."""

import asyncio
import logging
import signal

from pydantic import ValidationError
from websockets.asyncio.server import ServerConnection, serve

from desk.data import chat
from desk.errors import StoreUnavailable
from desk.settings import settings_or_exit
from desk.stores import Stores, open_stores
from desk_access import sessions
from desk_access.sessions import Session
from desk_access.settings import ServerSettings
from desk_chat.admission import Admission
from desk_chat.protocol import LARGEST_FRAME_BYTES, SUBPROTOCOL, History, Refused, Say, Stored
from desk_chat.room import Room

log = logging.getLogger("desk.chat")

PORT = 8121
HISTORY = 50
SESSION_ENDED = 4401
TRY_AGAIN = 1013


class ChatServer:
    def __init__(self, stores: Stores, settings: ServerSettings) -> None:
        self._stores = stores
        self._admission = Admission(stores, settings)
        self._room = Room(stores)

    async def run(self) -> None:
        stopping = asyncio.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(each, stopping.set)
        listening = asyncio.create_task(self._room.listen())
        async with serve(
            self.talk,
            "0.0.0.0",
            PORT,
            process_request=self._admission.at_the_door,
            subprotocols=[SUBPROTOCOL],
            max_size=LARGEST_FRAME_BYTES,
            ping_interval=10,
        ):
            await stopping.wait()
        listening.cancel()

    async def talk(self, connection: ServerConnection) -> None:
        """One connection from its first history to its end."""
        session = self._admission.session_of(connection)
        try:
            messages = await chat.latest(self._stores.postgres, HISTORY)
            await connection.send(History(messages=messages).model_dump_json())
        except StoreUnavailable as error:
            await connection.close(TRY_AGAIN, str(error))
            return
        self._room.connections.add(connection)
        try:
            async for frame in connection:
                await self.hear(connection, session, frame)
        finally:
            self._room.connections.discard(connection)

    async def hear(self, connection: ServerConnection, session: Session, frame: str | bytes) -> None:
        """Stores what was said, tells everybody, and only then tells its author that it is stored."""
        try:
            said = Say.model_validate_json(frame)
        except ValidationError as error:
            await connection.send(Refused(id=None, reason=error.errors()[0]["msg"]).model_dump_json())
            return
        try:
            if not await sessions.is_alive(self._stores.redis, session):
                await connection.close(SESSION_ENDED, "the session is over")
                return
            message = await chat.store(self._stores.postgres, session.user_id, said.id, said.body)
            await self._room.announce(message)
            await connection.send(Stored(id=said.id).model_dump_json())
        except StoreUnavailable as error:
            await connection.send(Refused(id=said.id, reason=f"{error}; say it again").model_dump_json())


async def main() -> None:
    settings = settings_or_exit(ServerSettings)
    async with open_stores(settings) as stores:
        await ChatServer(stores, settings).run()


if __name__ == "__main__":
    asyncio.run(main())
