"""The API: uvicorn desk_api.app:create_app --factory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from desk.settings import settings_or_exit
from desk.stores import open_stores
from desk_access.settings import ServerSettings
from desk_api import problems
from desk_api.routers import auth, customers, documents, health, metrics, products, quotes, search


def create_app() -> FastAPI:
    settings = settings_or_exit(ServerSettings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_stores(settings) as stores:
            app.state.settings = settings
            app.state.stores = stores
            yield

    app = FastAPI(title="fastapi-desk", version="1.0.0", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.origins,
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type"],
    )
    problems.install(app)
    for part in (auth, customers, documents, health, metrics, products, quotes, search):
        app.include_router(part.router, prefix="/api")
    return app
