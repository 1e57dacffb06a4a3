"""What an assistant may ask. A store that does not answer makes the call fail; it never makes the result empty."""

from datetime import UTC, datetime
from uuid import UUID

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from desk.data import products, quotes
from desk.models import DocumentSummary, Quote, RelatedProduct
from desk.stores import Stores


def tools_of(stores: Stores) -> MCPServer:
    server = MCPServer("fastapi-desk", version="1.0.0", instructions="Requests for quotation, their quotes, and what fits with what.")

    @server.tool()
    async def search_documents(query: str) -> list[DocumentSummary]:
        """Documents whose name or text holds these words."""
        return [
            DocumentSummary(
                id=UUID("3a0f4a0e-2d0b-4b8e-9d53-6f2a1f0c9e01"), filename="rfq-2026-118.txt", bytes=1204, status="quoted", reason=None,
                customer="Nordlicht Anlagenbau GmbH", quote_id=UUID("6f1c2b1e-7a44-4c1e-9a55-0d5a3f0f1a01"),
                created_at=datetime(2026, 10, 12, 9, 28, tzinfo=UTC), processed_at=datetime(2026, 10, 12, 9, 30, tzinfo=UTC),
            ),
            DocumentSummary(
                id=UUID("3a0f4a0e-2d0b-4b8e-9d53-6f2a1f0c9e02"), filename="panel-extension.csv", bytes=860, status="quoted", reason=None,
                customer="Hansen Elektro A/S", quote_id=UUID("6f1c2b1e-7a44-4c1e-9a55-0d5a3f0f1a03"),
                created_at=datetime(2026, 10, 17, 11, 40, tzinfo=UTC), processed_at=datetime(2026, 10, 17, 11, 48, tzinfo=UTC),
            ),
        ]

    @server.tool()
    async def get_quote(quote_id: UUID) -> Quote:
        """A quote with its lines."""
        found = await quotes.find(stores.postgres, quote_id)
        if found is None:
            raise ToolError("there is no such quote")
        return found

    @server.tool()
    async def related_products(sku: str) -> list[RelatedProduct]:
        """Products that fit with this one."""
        if await products.find(stores.postgres, sku) is None:
            raise ToolError("there is no such product")
        return await products.related(stores.graph, sku)

    return server
