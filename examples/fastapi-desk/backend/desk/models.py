"""What the stores hold, as the services speak of it."""

from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

Status = Literal["received", "processing", "quoted", "unreadable", "failed"]
Role = Literal["clerk", "admin"]


class User(BaseModel):
    id: UUID
    email: str
    name: str
    role: Role


class DocumentSummary(BaseModel):
    id: UUID
    filename: str
    bytes: int
    status: Status
    reason: str | None
    customer: str | None
    quote_id: UUID | None
    created_at: datetime
    processed_at: datetime | None


class Customer(BaseModel):
    id: UUID
    name: str
    city: str | None
    created_at: datetime
    quotes: int


class QuoteSummary(BaseModel):
    id: UUID
    document_id: UUID
    customer: str
    currency: str
    total: float
    created_at: datetime


class QuoteLine(BaseModel):
    position: int
    sku: str | None
    description: str
    quantity: float
    unit_price: float | None
    line_total: float | None
    note: str | None


class Quote(QuoteSummary):
    lines: list[QuoteLine]


class Product(BaseModel):
    sku: str
    name: str
    unit: str
    price: float
    supplier: str


class RelatedProduct(BaseModel):
    sku: str
    name: str
    relation: str


class Metrics(BaseModel):
    total_customers: int
    total_documents: int
    total_quotes: int
    quoted_value: float
    unreadable_documents: int


class ChatMessage(BaseModel):
    id: UUID
    seq: int
    client_id: UUID
    author: str
    body: str
    created_at: datetime


class NewLine(BaseModel):
    """A line of a quote before it is stored; without a price it is not a price of zero."""

    description: str
    quantity: Decimal
    sku: str | None = None
    unit_price: Decimal | None = None
    note: str | None = None

    @property
    def total(self) -> Decimal | None:
        return None if self.unit_price is None else (self.unit_price * self.quantity).quantize(Decimal("0.01"))
