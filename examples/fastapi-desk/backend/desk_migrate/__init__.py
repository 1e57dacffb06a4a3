"""Brings the stores to the state that the services expect."""
