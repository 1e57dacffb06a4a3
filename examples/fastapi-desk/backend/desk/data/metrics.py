"""The figures of the dashboard, counted when they are asked for."""

from desk.models import Metrics
from desk.postgres import Postgres


async def current(postgres: Postgres) -> Metrics:
    row = await postgres.row(
        """SELECT (SELECT count(*) FROM customers) AS total_customers,
                  (SELECT count(*) FROM documents) AS total_documents,
                  (SELECT count(*) FROM quotes) AS total_quotes,
                  (SELECT coalesce(sum(total), 0) FROM quotes) AS quoted_value,
                  (SELECT count(*) FROM documents WHERE status = 'unreadable') AS unreadable_documents"""
    )
    return Metrics.model_validate(row)
