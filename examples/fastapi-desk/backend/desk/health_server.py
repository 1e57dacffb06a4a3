"""Health over HTTP for a service that has no HTTP of its own."""

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from desk.health import readiness
from desk.stores import Stores


def health_server(stores: Stores, port: int) -> uvicorn.Server:
    async def live(_: Request) -> JSONResponse:
        return JSONResponse({"status": "live"})

    async def ready(_: Request) -> JSONResponse:
        found = await readiness(stores)
        return JSONResponse(found.model_dump(), 200 if found.status == "ready" else 503)

    app = Starlette(routes=[Route("/health/live", live), Route("/health/ready", ready)])
    return uvicorn.Server(uvicorn.Config(app, host="0.0.0.0", port=port, access_log=False, log_config=None))
