"""Chat messages. What is not stored here was not said."""

from uuid import UUID

from desk.models import ChatMessage
from desk.postgres import Postgres

_MESSAGE = """
SELECT m.id, m.seq, m.client_id, u.name AS author, m.body, m.created_at
FROM chat_messages m JOIN users u ON u.id = m.author_id
"""


async def store(postgres: Postgres, author_id: UUID, client_id: UUID, body: str) -> ChatMessage:
    """Stores a message once, however often it is sent."""
    async with postgres.transaction() as connection:
        await connection.execute(
            "INSERT INTO chat_messages (author_id, client_id, body) VALUES ($1, $2, $3) ON CONFLICT (author_id, client_id) DO NOTHING",
            author_id, client_id, body,
        )
        row = await connection.fetchrow(f"{_MESSAGE} WHERE m.author_id = $1 AND m.client_id = $2", author_id, client_id)
        return ChatMessage.model_validate(dict(row) if row else None)


async def latest(postgres: Postgres, limit: int) -> list[ChatMessage]:
    """The newest messages, the oldest of them first."""
    rows = await postgres.rows(f"{_MESSAGE} ORDER BY m.seq DESC LIMIT $1", limit)
    return [ChatMessage.model_validate(row) for row in reversed(rows)]


async def after(postgres: Postgres, seq: int, limit: int) -> list[ChatMessage]:
    rows = await postgres.rows(f"{_MESSAGE} WHERE m.seq > $1 ORDER BY m.seq LIMIT $2", seq, limit)
    return [ChatMessage.model_validate(row) for row in rows]
