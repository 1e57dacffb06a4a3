"""The price list, and what fits with what."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query

from desk.data import products
from desk.errors import StoreUnavailable
from desk.models import Product, RelatedProduct
from desk_api.access import LoggedIn, WithStores
from desk_api.problems import answers

router = APIRouter(prefix="/products", tags=["products"])


@router.get("", responses=answers(401, 422, 503))
async def by_sku(_: LoggedIn, stores: WithStores, limit: Annotated[int, Query(ge=1, le=500)] = 200) -> list[Product]:
    return await products.by_sku(stores.postgres, limit)


@router.get("/{sku}/related", responses=answers(401, 404, 422, 503))
async def related(sku: str, _: LoggedIn, stores: WithStores) -> list[RelatedProduct]:
    if await products.find(stores.postgres, sku) is None:
        raise HTTPException(404, "There is no such product")
    try:
        return await products.related(stores.graph, sku)
    except StoreUnavailable:
        return []
