"""Loads the price list into PostgreSQL, names and fits into Neo4j: the CSV files of price_list/, replaced by those of whoever runs this."""

import csv
from pathlib import Path

from desk.data.products import name_key
from desk.stores import Stores

FOLDER = Path(__file__).parent / "price_list"


async def load_catalogue(stores: Stores) -> None:
    products = _table("products.csv")
    async with stores.postgres.transaction() as connection:
        await connection.executemany(
            """INSERT INTO products (sku, name, unit, price, supplier) VALUES ($1, $2, $3, $4::text::numeric, $5)
               ON CONFLICT (sku) DO UPDATE
               SET name = excluded.name, unit = excluded.unit, price = excluded.price, supplier = excluded.supplier""",
            [(row["sku"], row["name"], row["unit"], row["price"], row["supplier"]) for row in products],
        )
    await stores.graph.write("CREATE CONSTRAINT product_sku IF NOT EXISTS FOR (p:Product) REQUIRE p.sku IS UNIQUE")
    await stores.graph.write("CREATE CONSTRAINT name_key IF NOT EXISTS FOR (n:Name) REQUIRE n.key IS UNIQUE")
    await stores.graph.write(
        "UNWIND $rows AS row MERGE (p:Product {sku: row.sku}) SET p.name = row.name",
        rows=[{"sku": row["sku"], "name": row["name"]} for row in products],
    )
    names = [(row["sku"], name) for row in products for name in (row["name"], *row["synonyms"].split("|")) if name]
    await stores.graph.write(
        "UNWIND $rows AS row MATCH (p:Product {sku: row.sku}) MERGE (n:Name {key: row.key}) MERGE (p)-[:CALLED]->(n)",
        rows=[{"sku": sku, "key": name_key(name)} for sku, name in names],
    )
    await stores.graph.write(
        """UNWIND $rows AS row MATCH (a:Product {sku: row.sku}), (b:Product {sku: row.fits_sku})
           MERGE (a)-[f:FITS]->(b) SET f.relation = row.relation""",
        rows=_table("fits.csv"),
    )


def _table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
