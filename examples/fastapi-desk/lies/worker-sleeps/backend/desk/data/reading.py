"""What becomes of a document once a worker has it."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from desk.models import NewLine
from desk.postgres import Postgres

CURRENCY = "EUR"


async def begin(postgres: Postgres, document_id: UUID) -> bytes | None:
    """The content of a document that is still to be read; None when it is done, or gone."""
    content: bytes | None = await postgres.value(
        "UPDATE documents SET status = 'processing' WHERE id = $1 AND status IN ('received', 'processing') RETURNING content", document_id
    )
    return content


async def finished(postgres: Postgres, document_id: UUID) -> None:
    await postgres.value("UPDATE documents SET status = 'quoted', processed_at = now() WHERE id = $1", document_id)


async def unreadable(postgres: Postgres, document_id: UUID, text: str | None, reason: str) -> None:
    await postgres.value(
        "UPDATE documents SET status = 'unreadable', reason = $2, text = $3, processed_at = now() WHERE id = $1", document_id, reason, text
    )


async def count_failure(postgres: Postgres, document_id: UUID, most: int) -> bool:
    """Counts a failure that is the document's own; True when it has had enough tries and is given up."""
    status = await postgres.value(
        """UPDATE documents SET attempts = attempts + 1,
             status = CASE WHEN attempts + 1 >= $2 THEN 'failed' ELSE status END,
             reason = CASE WHEN attempts + 1 >= $2 THEN 'it could not be read; the log says more' ELSE reason END
           WHERE id = $1 RETURNING status""",
        document_id, most,
    )
    return status in ("failed", None)


async def quote(postgres: Postgres, document_id: UUID, text: str, customer: str, city: str | None, lines: Sequence[NewLine]) -> None:
    """Customer, quote, lines and the document's new status: all of it or nothing."""
    total = sum((line.total for line in lines if line.total is not None), Decimal(0))
    async with postgres.transaction() as connection:
        customer_id = await connection.fetchval(
            """INSERT INTO customers (name, city) VALUES ($1, $2)
               ON CONFLICT (name) DO UPDATE SET city = coalesce(customers.city, excluded.city) RETURNING id""",
            customer, city,
        )
        quote_id = await connection.fetchval(
            "INSERT INTO quotes (document_id, customer_id, currency, total) VALUES ($1, $2, $3, $4) RETURNING id",
            document_id, customer_id, CURRENCY, total,
        )
        await connection.executemany(
            """INSERT INTO quote_lines (quote_id, position, sku, description, quantity, unit_price, line_total, note)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""",
            [
                (quote_id, position, line.sku, line.description, line.quantity, line.unit_price, line.total, line.note)
                for position, line in enumerate(lines, start=1)
            ],
        )
        await connection.execute(
            "UPDATE documents SET status = 'quoted', text = $2, customer_id = $3, processed_at = now() WHERE id = $1",
            document_id, text, customer_id,
        )
