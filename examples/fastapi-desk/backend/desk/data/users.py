"""People who may log in."""

from uuid import UUID

from desk.models import User
from desk.postgres import Postgres


async def with_password(postgres: Postgres, email: str) -> tuple[User, str] | None:
    """The user of that address, and the hash of the password."""
    row = await postgres.row("SELECT id, email, name, role, password_hash FROM users WHERE email = $1", email.strip().lower())
    return None if row is None else (User.model_validate(row), row["password_hash"])


async def find(postgres: Postgres, user_id: UUID) -> User | None:
    row = await postgres.row("SELECT id, email, name, role FROM users WHERE id = $1", user_id)
    return None if row is None else User.model_validate(row)


async def note_login(postgres: Postgres, user_id: UUID) -> None:
    await postgres.value("UPDATE users SET last_login_at = now() WHERE id = $1", user_id)
