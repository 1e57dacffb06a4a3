"""The worker: python -m desk_worker.main."""

import asyncio
import socket

from desk.health_server import health_server
from desk.settings import StoreSettings, settings_or_exit
from desk.stores import open_stores
from desk_worker.consumer import consume

PORT = 8140


async def main() -> None:
    settings = settings_or_exit(StoreSettings)
    async with open_stores(settings) as stores:
        consuming = asyncio.create_task(consume(stores, socket.gethostname()))
        serving = asyncio.create_task(health_server(stores, PORT).serve())
        # A signal ends the server; a bug ends the consumer. Either ends the process.
        done, pending = await asyncio.wait({consuming, serving}, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        await asyncio.wait(pending)
        for task in done:
            task.result()


if __name__ == "__main__":
    asyncio.run(main())
