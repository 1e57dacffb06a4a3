"""Reads uploaded documents and writes their quotes."""
