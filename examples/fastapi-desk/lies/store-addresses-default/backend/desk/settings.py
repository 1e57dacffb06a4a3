"""Settings of everything that uses the stores. None has a default that works elsewhere by accident."""

import logging
import sys
from typing import Literal, TypeVar

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class StoreSettings(BaseSettings):
    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    database_url: SecretStr
    redis_url: SecretStr = SecretStr("redis://localhost:6379")
    neo4j_url: str = "bolt://localhost:7687"
    neo4j_user: str
    neo4j_password: SecretStr
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


S = TypeVar("S", bound=StoreSettings)


def settings_or_exit(kind: type[S]) -> S:
    """Reads the environment; ends the process with one line for each variable that is missing or wrong."""
    try:
        settings = kind()
    except ValidationError as error:
        for issue in error.errors():
            print(f"{'.'.join(map(str, issue['loc'])).upper()}: {issue['msg']}", file=sys.stderr)
        raise SystemExit(2) from error
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    return settings
