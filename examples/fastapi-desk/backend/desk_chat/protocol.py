"""What client and server say to each other, as JSON text frames."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field
from websockets.typing import Subprotocol

from desk.models import ChatMessage

SUBPROTOCOL = Subprotocol("fastapi-desk.v1")
BEARER = "bearer."
LARGEST_FRAME_BYTES = 16 * 1024
LONGEST_BODY = 4_000


def _says_something(body: str) -> str:
    # PostgreSQL's text has no place for NUL.
    if not body.strip() or "\0" in body:
        raise ValueError("says nothing")
    return body


class Say(BaseModel):
    type: Literal["say"]
    id: UUID
    body: Annotated[str, Field(max_length=LONGEST_BODY), AfterValidator(_says_something)]


class History(BaseModel):
    type: Literal["history"] = "history"
    messages: list[ChatMessage]


class Message(BaseModel):
    type: Literal["message"] = "message"
    message: ChatMessage


class Stored(BaseModel):
    """The author's message is in the database; `id` is the author's own."""

    type: Literal["stored"] = "stored"
    id: UUID


class Refused(BaseModel):
    type: Literal["refused"] = "refused"
    id: UUID | None
    reason: str
