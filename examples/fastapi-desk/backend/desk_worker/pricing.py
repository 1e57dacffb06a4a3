"""Items become priced lines. Nothing is guessed: what is not one product stays open, with a note."""

from decimal import Decimal

from desk.data import products
from desk.models import NewLine
from desk.stores import Stores
from desk_worker.reading import Item


async def price(stores: Stores, item: Item) -> NewLine:
    named = await products.called(stores.graph, item.description) if item.sku is None else [item.sku]
    if len(named) != 1:
        note = "no product is called so" if not named else f"may be {', '.join(named)}"
        return NewLine(description=item.description, quantity=item.quantity, note=note)
    product = await products.find(stores.postgres, named[0])
    if product is None:
        return NewLine(description=item.description, quantity=item.quantity, note=f"{named[0]} is not in the price list")
    return NewLine(description=product.name, quantity=item.quantity, sku=product.sku, unit_price=Decimal(str(product.price)))
