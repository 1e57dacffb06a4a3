import pytest

from desk.settings import settings_or_exit
from desk_access.settings import ServerSettings

COMPLETE = {
    "DATABASE_URL": "postgres://desk@127.0.0.1:1/desk",
    "REDIS_URL": "redis://127.0.0.1:1",
    "NEO4J_URL": "bolt://127.0.0.1:1",
    "NEO4J_USER": "neo4j",
    "NEO4J_PASSWORD": "not used here",
    "JWT_SECRET": "x" * 40,
    "WEB_ORIGIN": "http://localhost:8100, http://desk.example",
}


@pytest.fixture
def complete(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in COMPLETE.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_complete(complete: pytest.MonkeyPatch) -> None:
    assert settings_or_exit(ServerSettings).origins == ["http://localhost:8100", "http://desk.example"]


@pytest.mark.parametrize("name", COMPLETE)
def test_nothing_has_a_default(complete: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str) -> None:
    complete.delenv(name)
    with pytest.raises(SystemExit) as exit_:
        settings_or_exit(ServerSettings)
    assert exit_.value.code == 2
    assert name in capsys.readouterr().err


def test_a_short_secret_is_refused(complete: pytest.MonkeyPatch) -> None:
    complete.setenv("JWT_SECRET", "short")
    with pytest.raises(SystemExit):
        settings_or_exit(ServerSettings)
