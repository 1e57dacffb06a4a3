"""Settings of every service that lets people in."""

from pydantic import Field, SecretStr

from desk.settings import StoreSettings

SHORTEST_SECRET = 32


class ServerSettings(StoreSettings):
    jwt_secret: SecretStr = Field(default=SecretStr("fastapi-desk-development-secret-key"), min_length=SHORTEST_SECRET)
    # Pages that may call, comma-separated.
    web_origin: str = Field(min_length=1)

    @property
    def origins(self) -> list[str]:
        return [origin.strip() for origin in self.web_origin.split(",")]
