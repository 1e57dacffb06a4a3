"""Customers, as the documents name them."""

from desk.models import Customer
from desk.postgres import Postgres


async def by_name(postgres: Postgres, limit: int) -> list[Customer]:
    rows = await postgres.rows(
        """SELECT c.id, c.name, c.city, c.created_at, count(q.id) AS quotes
           FROM customers c LEFT JOIN quotes q ON q.customer_id = c.id
           GROUP BY c.id ORDER BY c.name LIMIT $1""",
        limit,
    )
    return [Customer.model_validate(row) for row in rows]
