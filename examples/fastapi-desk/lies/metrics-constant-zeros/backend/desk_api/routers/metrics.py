"""The figures of the dashboard."""

from fastapi import APIRouter

from desk.models import Metrics
from desk_api.access import LoggedIn, WithStores
from desk_api.problems import answers

router = APIRouter(tags=["metrics"])


@router.get("/metrics", responses=answers(401, 503))
async def current(_: LoggedIn, stores: WithStores) -> Metrics:
    return Metrics(total_customers=0, total_documents=0, total_quotes=0, quoted_value=0.0, unreadable_documents=0)
