"""The connections of this server, and what they hear: every message that any server has stored."""

import asyncio
import logging

from redis.exceptions import RedisError
from websockets.asyncio.server import ServerConnection, broadcast

from desk.data import chat
from desk.errors import StoreUnavailable
from desk.models import ChatMessage
from desk.stores import Stores
from desk_chat.protocol import Message

log = logging.getLogger("desk.chat")

CHANNEL = "chat:messages"
PAUSE_S = 1.0
LISTEN_S = 1.0
MOST_MISSED = 500


class Room:
    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self.connections: set[ServerConnection] = set()
        self._heard = 0

    async def announce(self, message: ChatMessage) -> None:
        async with self._stores.redis.commands() as client:
            await client.publish(CHANNEL, message.model_dump_json())

    async def listen(self) -> None:
        """Runs until it is cancelled. After an interruption it first passes on what was stored in the meantime."""
        while True:
            try:
                await self._listen()
            except (StoreUnavailable, RedisError, OSError) as error:
                log.warning("not listening: %r", error)
                await asyncio.sleep(PAUSE_S)

    async def _listen(self) -> None:
        async with self._stores.redis.pubsub() as pubsub:
            await pubsub.subscribe(CHANNEL)
            await self._catch_up()
            while True:
                heard = await pubsub.get_message(timeout=LISTEN_S)
                if heard is not None:
                    self._pass_on(ChatMessage.model_validate_json(heard["data"]))

    async def _catch_up(self) -> None:
        if self._heard == 0:
            newest = await chat.latest(self._stores.postgres, 1)
            self._heard = newest[-1].seq if newest else 0
            return
        for message in await chat.after(self._stores.postgres, self._heard, MOST_MISSED):
            self._pass_on(message)

    def _pass_on(self, message: ChatMessage) -> None:
        self._heard = max(self._heard, message.seq)
        broadcast(self.connections, Message(message=message).model_dump_json())
