"""What an assistant may ask. A store that does not answer makes the call fail; it never makes the result empty."""

from uuid import UUID

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from desk.data import documents, products, quotes
from desk.models import DocumentSummary, Quote, RelatedProduct
from desk.stores import Stores

MOST_RESULTS = 20


def tools_of(stores: Stores) -> MCPServer:
    server = MCPServer("fastapi-desk", version="1.0.0", instructions="Requests for quotation, their quotes, and what fits with what.")

    @server.tool()
    async def search_documents(query: str) -> list[DocumentSummary]:
        """Documents whose name or text holds these words."""
        return await documents.search(stores.postgres, query, MOST_RESULTS)

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
