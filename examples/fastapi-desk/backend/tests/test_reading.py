from decimal import Decimal

import pytest

from desk_worker.reading import Item, Unreadable, decode, read


def test_letter() -> None:
    request = read("Customer: Werft Nord, Rostock\n\n 2 pcs  MCB-B16  breaker\n2,5 m NYM 5x6\n", "a.txt")
    assert (request.customer, request.city) == ("Werft Nord", "Rostock")
    assert request.items == [Item(Decimal(2), "MCB-B16", "breaker"), Item(Decimal("2.5"), None, "NYM 5x6")]


def test_table() -> None:
    request = read("customer,city,sku,description,quantity\nA Ltd,,MCB-B16,breaker,12\nA Ltd,,,some cable,3\n", "a.CSV")
    assert (request.customer, request.city) == ("A Ltd", None)
    assert request.items == [Item(Decimal(12), "MCB-B16", "breaker"), Item(Decimal(3), None, "some cable")]


@pytest.mark.parametrize(
    ("text", "filename", "why"),
    [
        ("3 pcs MCB-B16", "a.txt", "which customer"),
        ("Customer: A Ltd\nthank you", "a.txt", "no product"),
        ("customer,part\nA,B\n", "a.csv", "no column description"),
        ("customer,sku,description,quantity\nA,X,x,1\nB,X,x,1\n", "a.csv", "one customer"),
        ("customer,sku,description,quantity\nA,X,x,many\n", "a.csv", "not a quantity"),
        ("customer,sku,description,quantity\nA,X,x,-1\n", "a.csv", "not a quantity"),
        ("", "a.csv", "no column"),
    ],
)
def test_unreadable_says_why(text: str, filename: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(text, filename)


@pytest.mark.parametrize("content", [b"K\xf6ln", b"\x89PNG\0"])
def test_only_text_is_read(content: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(content)


def test_byte_order_mark_and_line_ends() -> None:
    assert decode("\ufeffKunde: Köln\r\n".encode()) == "Kunde: Köln\n"
