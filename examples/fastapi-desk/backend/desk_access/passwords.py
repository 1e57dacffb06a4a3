"""Passwords are kept as bcrypt hashes. Hashing is slow on purpose, so it stays off the event loop."""

import asyncio

import bcrypt

ROUNDS = 11
# bcrypt looks at no more than this.
LONGEST_BYTES = 72


async def hash_password(password: str) -> str:
    return (await asyncio.to_thread(bcrypt.hashpw, _bytes(password), bcrypt.gensalt(ROUNDS))).decode()


async def is_password(password: str, hashed: str) -> bool:
    return await asyncio.to_thread(bcrypt.checkpw, _bytes(password), hashed.encode())


def _bytes(password: str) -> bytes:
    return password.encode()[:LONGEST_BYTES]
