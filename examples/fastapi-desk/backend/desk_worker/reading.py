"""What a person reads in a request for quotation: who asks, and for what."""

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation


class Unreadable(Exception):
    """The document does not say what is wanted; the text says why."""


@dataclass(frozen=True)
class Item:
    quantity: Decimal
    sku: str | None
    description: str


@dataclass(frozen=True)
class Request:
    customer: str
    city: str | None
    items: list[Item]


_CUSTOMER = re.compile(r"^(?:customer|kunde|client)\s*:\s*(?P<name>[^,\n]+?)\s*(?:,\s*(?P<city>[^,\n]+))?$", re.IGNORECASE | re.MULTILINE)
_ITEM = re.compile(
    r"^[\s*-]*(?P<quantity>\d+(?:[.,]\d+)?)\s*(?:x|pcs?|pieces?|stk|stück|m|metres?)\.?\s+(?P<rest>\S.*)$", re.IGNORECASE | re.MULTILINE
)
_SKU = re.compile(r"^(?P<sku>[A-Z]{2,4}(?:-[A-Z0-9]+)+)\b\s*(?P<name>.*)$")


def decode(content: bytes) -> str:
    """The document's text. Raises Unreadable for anything that is not text in UTF-8."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("it is not text in UTF-8") from error
    if "\0" in text:
        raise Unreadable("it is not text")
    return text.replace("\r\n", "\n")


def read(text: str, filename: str) -> Request:
    request = _table(text) if filename.lower().endswith(".csv") else _letter(text)
    if not request.items:
        raise Unreadable("it asks for no product in a form that can be read")
    return request


def _letter(text: str) -> Request:
    who = _CUSTOMER.search(text)
    if who is None:
        raise Unreadable("it does not say which customer asks")
    items = [_item(found["quantity"], found["rest"].strip()) for found in _ITEM.finditer(text)]
    return Request(who["name"].strip(), who["city"].strip() if who["city"] else None, items)


def _table(text: str) -> Request:
    rows = list(csv.DictReader(io.StringIO(text)))
    missing = {"customer", "quantity", "sku", "description"} - set(rows[0] if rows else {})
    if missing:
        raise Unreadable(f"the table has no column {sorted(missing)[0]}")
    customers = {(row["customer"] or "").strip() for row in rows}
    if len(customers) != 1 or "" in customers:
        raise Unreadable("the table does not name one customer")
    items = [_item(row["quantity"] or "", f"{row['sku'] or ''} {row['description'] or ''}".strip()) for row in rows]
    return Request(customers.pop(), (rows[0].get("city") or "").strip() or None, items)


def _item(quantity: str, rest: str) -> Item:
    try:
        number = Decimal(quantity.strip().replace(",", "."))
    except InvalidOperation as error:
        raise Unreadable(f"“{quantity}” is not a quantity") from error
    if number <= 0:
        raise Unreadable(f"“{quantity}” is not a quantity")
    found = _SKU.match(rest)
    return Item(number, found["sku"], found["name"].strip() or found["sku"]) if found else Item(number, None, rest)
