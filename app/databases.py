"""Which database this installation uses, and how it is brought up to date before anybody is served."""

import asyncio
import hashlib
import hmac
import pathlib
import subprocess
import sys
import urllib.parse

import asyncpg

from app.settings import SettingInvalid, Settings
from core import roles
from core.database import CONNECTION_ERRORS, DatabaseSettings
from core.errors import DatabaseUnavailable
from core.postgres import EmbeddedPostgres
from migrations.head import HEAD

_ROOT = pathlib.Path(__file__).parent.parent
_MIGRATION_TIMEOUT_S = 300


def app_settings(settings: Settings, *, pool_size_max: int = 12) -> DatabaseSettings:
    """Return how to log in as the application's role."""
    return DatabaseSettings(url=app_url(settings), pool_size_max=pool_size_max)


def app_url(settings: Settings) -> str:
    """Return the address for the application's role.

    Given only the owner's address, the role's password is derived from the owner's, so that nothing has to be kept.
    Raises: SettingInvalid when there is no password to derive it from.
    """
    if settings.embedded_database:
        return EmbeddedPostgres(settings.postgres_dir).url(roles.APP)
    if settings.database_app_url:
        return settings.database_app_url.reveal()
    parts = urllib.parse.urlsplit(settings.database_owner_url.reveal())
    place = parts.netloc.rpartition("@")[2]
    password = _derived_password(settings, roles.APP)
    return parts._replace(netloc=f"{roles.APP}:{password}@{place}").geturl()


def owner_url(settings: Settings) -> str:
    if settings.embedded_database:
        return EmbeddedPostgres(settings.postgres_dir).url(roles.OWNER)
    return settings.database_owner_url.reveal()


def prepare(settings: Settings) -> None:
    """Make the roles, and run the migrations that are missing, in a child: the server never loads their tools.

    Raises: DatabaseUnavailable, SettingInvalid.
    """
    url = owner_url(settings)
    if asyncio.run(_revision(url)) == HEAD:
        return
    if not settings.embedded_database and not settings.database_app_url:
        asyncio.run(_make_roles(settings, url))
    done = subprocess.run(
        [sys.executable, "-m", "migrations.upgrade"],
        input=url.encode(), capture_output=True, check=False, cwd=_ROOT, timeout=_MIGRATION_TIMEOUT_S,
    )  # fmt: skip
    if done.returncode != 0:
        raise DatabaseUnavailable(
            "The migrations failed.", internal=done.stderr.decode(errors="replace")[-2000:]
        )


def _derived_password(settings: Settings, role: str) -> str:
    password = urllib.parse.urlsplit(settings.database_owner_url.reveal()).password
    if not password:
        raise SettingInvalid(
            "COUNTERMARK_DATABASE_APP_URL: set it, since COUNTERMARK_DATABASE_URL has no password to derive one from."
        )
    return hmac.new(password.encode(), f"countermark/role/{role}".encode(), hashlib.sha256).hexdigest()


async def _revision(url: str) -> str | None:
    connection = await _connect(url)
    try:
        if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
            return None
        found = await connection.fetchval("SELECT version_num FROM alembic_version")
        return None if found is None else str(found)
    finally:
        await connection.close()


async def _make_roles(settings: Settings, url: str) -> None:
    connection = await _connect(url)
    try:
        names = (roles.APP, roles.AUDITOR)
        await roles.ensure_roles(connection, {name: _derived_password(settings, name) for name in names})
    finally:
        await connection.close()


async def _connect(url: str) -> asyncpg.Connection:
    try:
        return await asyncpg.connect(url, timeout=10)
    except (*CONNECTION_ERRORS, asyncpg.InvalidAuthorizationSpecificationError) as error:
        raise DatabaseUnavailable("The database cannot be reached.", internal=repr(error)) from error
