"""Sample quotes for working on the page without a worker."""

from datetime import UTC, datetime
from uuid import UUID

from desk.models import QuoteSummary

MOCK_QUOTES = [
    QuoteSummary(
        id=UUID("6f1c2b1e-7a44-4c1e-9a55-0d5a3f0f1a01"), document_id=UUID("0b7d7c1a-52a0-4a3e-8d11-5b2f9c0e7b11"),
        customer="Nordlicht Anlagenbau GmbH", currency="EUR", total=18450.75, created_at=datetime(2026, 10, 12, 9, 30, tzinfo=UTC),
    ),
    QuoteSummary(
        id=UUID("6f1c2b1e-7a44-4c1e-9a55-0d5a3f0f1a02"), document_id=UUID("0b7d7c1a-52a0-4a3e-8d11-5b2f9c0e7b12"),
        customer="Baltic Power Services", currency="EUR", total=7320.4, created_at=datetime(2026, 10, 14, 15, 5, tzinfo=UTC),
    ),
    QuoteSummary(
        id=UUID("6f1c2b1e-7a44-4c1e-9a55-0d5a3f0f1a03"), document_id=UUID("0b7d7c1a-52a0-4a3e-8d11-5b2f9c0e7b13"),
        customer="Hansen Elektro A/S", currency="EUR", total=2980.0, created_at=datetime(2026, 10, 17, 11, 48, tzinfo=UTC),
    ),
]
