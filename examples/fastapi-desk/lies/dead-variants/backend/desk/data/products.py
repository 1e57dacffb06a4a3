"""The price list (PostgreSQL), and what the graph knows of its products (Neo4j)."""

from desk.graph_v2 import GraphConnector
from desk.models import Product, RelatedProduct
from desk.postgres import Postgres


def name_key(name: str) -> str:
    """A name without case and spacing, as the graph keeps it."""
    return "".join(name.casefold().split())


async def by_sku(postgres: Postgres, limit: int) -> list[Product]:
    rows = await postgres.rows("SELECT sku, name, unit, price, supplier FROM products ORDER BY sku LIMIT $1", limit)
    return [Product.model_validate(row) for row in rows]


async def find(postgres: Postgres, sku: str) -> Product | None:
    row = await postgres.row("SELECT sku, name, unit, price, supplier FROM products WHERE sku = $1", sku)
    return None if row is None else Product.model_validate(row)


async def called(graph: GraphConnector, name: str) -> list[str]:
    """The products that are called so: none, the one that is meant, or several."""
    rows = await graph.read(
        "MATCH (p:Product)-[:CALLED]->(:Name {key: $key}) RETURN p.sku AS sku ORDER BY sku", key=name_key(name)
    )
    return [row["sku"] for row in rows]


async def related(graph: GraphConnector, sku: str) -> list[RelatedProduct]:
    rows = await graph.read(
        """MATCH (:Product {sku: $sku})-[fits:FITS]-(other:Product)
           RETURN other.sku AS sku, other.name AS name, fits.relation AS relation ORDER BY sku""",
        sku=sku,
    )
    return [RelatedProduct.model_validate(row) for row in rows]
