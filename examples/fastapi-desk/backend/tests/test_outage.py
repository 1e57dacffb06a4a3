"""With no store at all every answer says so, and none is an empty list."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from desk_access.sessions import Session
from desk_api import access
from desk_api.app import create_app
from tests.test_settings import COMPLETE


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    for name, value in COMPLETE.items():
        monkeypatch.setenv(name, value)
    app = create_app()
    app.dependency_overrides[access._session] = lambda: Session("s", "00000000-0000-4000-8000-000000000001", "admin")
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    ["/api/metrics", "/api/documents/recent", "/api/quotes", "/api/customers", "/api/products", "/api/search?q=x", "/api/chat/audit"],
)
def test_reads_are_unavailable(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 503
    assert answer.json()["detail"].startswith("postgres does not answer")


def test_upload_is_not_acknowledged(client: TestClient) -> None:
    assert client.post("/api/documents", files={"file": ("a.txt", b"Customer: A")}).status_code == 503


def test_login_is_not_a_wrong_password(client: TestClient) -> None:
    assert client.post("/api/auth/login", json={"email": "a@b.example", "password": "x"}).status_code == 503


def test_readiness_names_each_store(client: TestClient) -> None:
    answer = client.get("/api/health/ready")
    assert answer.status_code == 503
    assert {name: store["ok"] for name, store in answer.json()["stores"].items()} == {"postgres": False, "redis": False, "neo4j": False}


def test_live_needs_no_store(client: TestClient) -> None:
    assert client.get("/api/health/live").json() == {"status": "live"}
