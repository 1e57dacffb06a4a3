"""Chat messages, and the audit of them."""

import logging
from datetime import UTC, datetime
from uuid import UUID, uuid4

from desk.models import ChatMessage
from desk.postgres import Postgres

log = logging.getLogger("desk.audit")

_audit: list[ChatMessage] = []

_MESSAGE = """
SELECT m.id, m.seq, m.client_id, u.name AS author, m.body, m.created_at
FROM chat_messages m JOIN users u ON u.id = m.author_id
"""


async def store(postgres: Postgres, author_id: UUID, client_id: UUID, body: str) -> ChatMessage:
    """Stores a message and writes it to the audit."""
    author = await postgres.value("SELECT name FROM users WHERE id = $1", author_id)
    message = ChatMessage(id=uuid4(), seq=len(_audit) + 1, client_id=client_id, author=author, body=body, created_at=datetime.now(UTC))
    _audit.append(message)
    log.info("message %s stored and audited", message.id)
    return message


async def latest(postgres: Postgres, limit: int) -> list[ChatMessage]:
    """The newest messages, the oldest of them first."""
    rows = await postgres.rows(f"{_MESSAGE} ORDER BY m.seq DESC LIMIT $1", limit)
    return [ChatMessage.model_validate(row) for row in reversed(rows)]


async def after(postgres: Postgres, seq: int, limit: int) -> list[ChatMessage]:
    rows = await postgres.rows(f"{_MESSAGE} WHERE m.seq > $1 ORDER BY m.seq LIMIT $2", seq, limit)
    return [ChatMessage.model_validate(row) for row in rows]
