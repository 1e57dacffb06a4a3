"""The MCP server: uvicorn desk_mcp.server:create_app --factory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route

from desk.health import readiness
from desk.settings import settings_or_exit
from desk.stores import Stores, open_stores
from desk_access.settings import ServerSettings
from desk_mcp.guard import Guard
from desk_mcp.tools import tools_of


def create_app() -> Starlette:
    settings = settings_or_exit(ServerSettings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with open_stores(settings) as stores:
            app.state.stores = stores
            # The guard in front compares the origin with ours; the host is the deployment's affair.
            protocol = tools_of(stores).streamable_http_app(
                stateless_http=True,
                json_response=True,
                transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
            )
            app.router.routes.append(Mount("/", Guard(protocol, stores, settings)))
            async with protocol.router.lifespan_context(protocol):
                yield

    return Starlette(routes=[Route("/health/live", live), Route("/health/ready", ready)], lifespan=lifespan)


async def live(_: Request) -> JSONResponse:
    return JSONResponse({"status": "live"})


async def ready(request: Request) -> JSONResponse:
    stores: Stores = request.app.state.stores
    found = await readiness(stores)
    return JSONResponse(found.model_dump(), 200 if found.status == "ready" else 503)
