"""Customers: for administrators."""

from typing import Annotated

from fastapi import APIRouter, Query

from desk.data import customers
from desk.models import Customer
from desk_api.access import Admin, WithStores
from desk_api.problems import answers

router = APIRouter(prefix="/customers", tags=["customers"])


@router.get("", responses=answers(401, 403, 422, 503))
async def by_name(_: Admin, stores: WithStores, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> list[Customer]:
    return await customers.by_name(stores.postgres, limit)
