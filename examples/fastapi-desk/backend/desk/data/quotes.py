"""Quotes that the worker wrote."""

from uuid import UUID

from desk.models import Quote, QuoteLine, QuoteSummary
from desk.postgres import Postgres

_SUMMARY = """
SELECT q.id, q.document_id, c.name AS customer, q.currency, q.total, q.created_at
FROM quotes q JOIN customers c ON c.id = q.customer_id
"""


async def newest(postgres: Postgres, limit: int) -> list[QuoteSummary]:
    rows = await postgres.rows(f"{_SUMMARY} ORDER BY q.created_at DESC, q.id LIMIT $1", limit)
    return [QuoteSummary.model_validate(row) for row in rows]


async def find(postgres: Postgres, quote_id: UUID) -> Quote | None:
    row = await postgres.row(f"{_SUMMARY} WHERE q.id = $1", quote_id)
    if row is None:
        return None
    lines = await postgres.rows(
        """SELECT position, sku, description, quantity, unit_price, line_total, note
           FROM quote_lines WHERE quote_id = $1 ORDER BY position""",
        quote_id,
    )
    return Quote.model_validate({**row, "lines": [QuoteLine.model_validate(line) for line in lines]})
