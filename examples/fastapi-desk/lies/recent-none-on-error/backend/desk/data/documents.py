"""Uploaded documents."""

import hashlib
import logging
from uuid import UUID

from desk.models import DocumentSummary
from desk.postgres import Postgres

log = logging.getLogger("desk.data")

_SUMMARY = """
SELECT d.id, d.filename, d.bytes, d.status, d.reason, c.name AS customer, q.id AS quote_id, d.created_at, d.processed_at
FROM documents d
LEFT JOIN customers c ON c.id = d.customer_id
LEFT JOIN quotes q ON q.document_id = d.id
"""


async def store(postgres: Postgres, filename: str, content: bytes, uploaded_by: UUID) -> tuple[UUID, bool]:
    """Stores a document once; the same content again is the same document. Gives its id, and whether it is new."""
    digest = hashlib.sha256(content).hexdigest()
    async with postgres.transaction() as connection:
        made = await connection.fetchval(
            """INSERT INTO documents (filename, bytes, sha256, content, status, uploaded_by)
               VALUES ($1, $2, $3, $4, 'received', $5) ON CONFLICT (sha256) DO NOTHING RETURNING id""",
            filename, len(content), digest, content, uploaded_by,
        )
        if made is not None:
            return made, True
        known: UUID = await connection.fetchval("SELECT id FROM documents WHERE sha256 = $1", digest)
        return known, False


async def forget(postgres: Postgres, document_id: UUID) -> None:
    """Takes back a document that nobody was told of."""
    await postgres.value("DELETE FROM documents WHERE id = $1 AND status = 'received'", document_id)


async def recent(postgres: Postgres, limit: int) -> list[DocumentSummary]:
    try:
        rows = await postgres.rows(f"{_SUMMARY} ORDER BY d.created_at DESC, d.id LIMIT $1", limit)
        return [DocumentSummary.model_validate(row) for row in rows]
    except Exception as error:
        log.error("recent documents: %s", error)
        return []


async def find(postgres: Postgres, document_id: UUID) -> DocumentSummary | None:
    row = await postgres.row(f"{_SUMMARY} WHERE d.id = $1", document_id)
    return None if row is None else DocumentSummary.model_validate(row)


async def search(postgres: Postgres, text: str, limit: int) -> list[DocumentSummary]:
    """Documents whose name or text holds the words as they are written."""
    pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    rows = await postgres.rows(
        f"{_SUMMARY} WHERE d.filename ILIKE $1 OR d.text ILIKE $1 ORDER BY d.created_at DESC, d.id LIMIT $2", pattern, limit
    )
    return [DocumentSummary.model_validate(row) for row in rows]


async def waiting(postgres: Postgres, older_than_s: int) -> list[UUID]:
    """Documents that were received a while ago and that nobody works on."""
    rows = await postgres.rows(
        "SELECT id FROM documents WHERE status = 'received' AND created_at < now() - make_interval(secs => $1)", older_than_s
    )
    return [row["id"] for row in rows]
