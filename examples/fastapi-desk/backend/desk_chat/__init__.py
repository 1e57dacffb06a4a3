"""The WebSocket chat."""
