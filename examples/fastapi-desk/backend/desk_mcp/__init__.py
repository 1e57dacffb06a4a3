"""The same data for assistants, over MCP."""
