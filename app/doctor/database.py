"""PostgreSQL: whether it starts or can be reached, and whether it is as the service needs it."""

import asyncio
import contextlib
import pathlib
import re
import subprocess
from collections.abc import Iterator

import asyncpg

from app import databases
from app.doctor import session_store
from app.doctor.findings import Finding, Limits, failed, ok, skew, skipped, warning
from app.doctor.session_store import Role
from app.settings import PREFIX, SettingInvalid, Settings
from core import postgres_host, roles
from core.clock import Clock
from core.database import CONNECTION_ERRORS
from core.errors import DatabaseUnavailable, PlatformError
from core.postgres import EmbeddedPostgres
from migrations.head import HEAD

VERSION_MIN = 15
_CHECK = "PostgreSQL"
_TIMEOUT_S = 10.0
_SESSIONS_SPARE = 10
_NUMBER = re.compile(r"^\d+")


@contextlib.contextmanager
def reachable(settings: Settings, *, serving: bool) -> Iterator[list[Finding]]:
    """See to it that there is a PostgreSQL to look at while the block runs: a stopped embedded one is started, and stopped again.

    Yields: what was found so far. One that failed or was skipped leaves nothing to look at.
    """
    if not settings.embedded_database:
        yield []
        return
    cluster = EmbeddedPostgres(settings.postgres_dir)
    if not (cluster.folder / "data" / "PG_VERSION").exists():
        yield [_binaries(settings)]
        return
    if serving:
        yield []
        return
    try:
        cluster.start()
    except PlatformError as error:
        cluster.stop()
        yield [failed(_CHECK, _told(error), _own_fix(error) or _read_log(cluster.folder))]
        return
    except OSError as error:
        yield [failed(_CHECK, f"it cannot be started: {error}", _read_log(cluster.folder))]
        return
    try:
        yield [ok(_CHECK, "the embedded one starts")]
    finally:
        cluster.stop()


def examine(settings: Settings, clock: Clock, limits: Limits, *, serving: bool) -> list[Finding]:
    """Look at the database as its owner, then log in as the application. Changes nothing."""
    return asyncio.run(_examine(settings, clock, limits, serving=serving))


async def _examine(settings: Settings, clock: Clock, limits: Limits, *, serving: bool) -> list[Finding]:
    try:
        connection = await asyncpg.connect(databases.owner_url(settings), timeout=_TIMEOUT_S)
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
        return [unreachable(settings, error)]
    try:
        server = await session_store.server(connection)
        behind_s = (server.at - clock.now()).total_seconds()
        revision = await session_store.revision(connection)
        used, most = await session_store.sessions(connection)
        found = [
            version(server.version_number),
            skew("clock of the database", behind_s, limits, "PostgreSQL's"),
            migrations(revision, serving=serving),
            connections(used, most),
            *role_findings(await session_store.found_roles(connection), migrated=revision is not None),
        ]
    finally:
        await connection.close()
    return [*found, await _application(settings, migrated=revision is not None)]


def version(number: int) -> Finding:
    """number: as PostgreSQL counts, 180001 is 18.1."""
    said = f"version {number // 10_000}.{number % 10_000}"
    if number // 10_000 < VERSION_MIN:
        return failed(_CHECK, f"{said} is too old", f"Upgrade it to {VERSION_MIN} or newer (pg_upgrade).")
    return ok(_CHECK, f"answers, {said}")


def migrations(revision: str | None, *, serving: bool) -> Finding:
    """serving: then a database that is behind will not catch up by itself."""
    check, fix = "migrations", "Start the service again: `countermark serve` migrates before it serves."
    if revision == HEAD:
        return ok(check, f"at {HEAD}")
    if revision is None:
        said = "the database is empty"
        return failed(check, said, fix) if serving else warning(check, said, fix)
    if _number(revision) > _number(HEAD):
        said = f"the database is at {revision}, of a newer release than this program, which knows {HEAD}"
        return failed(check, said, "Run the release that migrated it: migrations go forward only.")
    said = f"the database is at {revision}, the program at {HEAD}"
    return failed(check, said, fix) if serving else warning(check, said, fix)


def connections(used: int, most: int) -> Finding:
    check, said = "sessions", f"{used} of {most} are used"
    if most - used < _SESSIONS_SPARE:
        fix = "Raise max_connections, or end what holds sessions (SELECT * FROM pg_stat_activity)."
        return warning(check, said, fix)
    return ok(check, said)


def role_findings(found: dict[str, Role], *, migrated: bool) -> list[Finding]:
    """What binds the application to rows of its callers' environments is a property of its role."""
    check, wrong = "roles", list[Finding]()
    for name in (roles.APP, roles.AUDITOR):
        role = found.get(name)
        if role is None and migrated:
            said = f"{name} is missing"
            wrong.append(
                failed(check, said, f"Start the service with {PREFIX}DATABASE_URL alone: it makes the roles.")
            )
        elif role is not None:
            wrong += _role(role)
    if wrong:
        return wrong
    if not migrated:
        return [ok(check, "will be made with the first migration")]
    return [ok(check, "the application and the auditor are bound by row-level security, and own nothing")]


def _role(role: Role) -> list[Finding]:
    found = []
    if role.above_rows:
        fix = f"As superuser: ALTER ROLE {role.name} NOSUPERUSER NOBYPASSRLS"
        found.append(failed("roles", f"{role.name} is not bound by row-level security", fix))
    if role.owned:
        fix = f"As superuser: REASSIGN OWNED BY {role.name} TO {roles.OWNER}: an owner may change what binds it."
        found.append(failed("roles", f"{role.name} owns {role.owned} tables", fix))
    if not role.logs_in:
        found.append(
            failed("roles", f"{role.name} may not log in", f"As superuser: ALTER ROLE {role.name} LOGIN")
        )
    return found


async def _application(settings: Settings, *, migrated: bool) -> Finding:
    check = "application's login"
    if not migrated:
        return skipped(check, "the roles are made with the first migration")
    try:
        connection = await asyncpg.connect(databases.app_url(settings), timeout=_TIMEOUT_S)
    except SettingInvalid as error:
        return failed(check, str(error), f"Set {PREFIX}DATABASE_APP_URL.")
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
        fix = (
            f"Correct {PREFIX}DATABASE_APP_URL, or leave it out: the password is then made from the owner's."
        )
        return failed(check, _why(error), fix)
    await connection.close()
    return ok(check, f"{roles.APP} logs in")


def unreachable(settings: Settings, error: BaseException) -> Finding:
    """Say which of the parts of an address is wrong. No message of the driver is repeated: some quote the address."""
    if settings.embedded_database:
        return failed(
            _CHECK, f"the embedded one does not answer: {_why(error)}", _read_log(settings.postgres_dir)
        )
    where = f"{PREFIX}DATABASE_URL"
    fixes: list[tuple[type[BaseException] | tuple[type[BaseException], ...], str]] = [
        (asyncpg.InvalidPasswordError, f"Correct user and password of {where}."),
        (asyncpg.InvalidAuthorizationSpecificationError, f"Correct the user of {where}, and what pg_hba.conf lets in."),
        (asyncpg.InvalidCatalogNameError, f"Make the database that {where} names: createdb NAME"),
        (CONNECTION_ERRORS, f"See that PostgreSQL runs, and that {where} names its host and port; a firewall may be between."),
    ]  # fmt: skip
    fix = next((fix for kind, fix in fixes if isinstance(error, kind)), f"Correct {where}.")
    return failed(_CHECK, f"it cannot be reached: {_why(error)}", fix)


def _binaries(settings: Settings) -> Finding:
    """Before the first start: whether there are programs to start, and they run on this machine."""
    try:
        postgres = postgres_host.find_binaries() / "postgres"
        done = subprocess.run([postgres, "--version"], capture_output=True, check=False, timeout=_TIMEOUT_S)
    except PlatformError as error:
        return failed(_CHECK, _told(error), error.how_to_fix or "")
    except (OSError, subprocess.TimeoutExpired) as error:
        return failed(_CHECK, f"its program does not run: {error}", f"Set {PREFIX}DATABASE_URL.")
    if done.returncode != 0:
        fix = f"Install what it lacks, or set {PREFIX}DATABASE_URL."
        return failed(_CHECK, done.stderr.decode(errors="replace").strip()[-200:], fix)
    told = done.stdout.decode(errors="replace").strip()
    return skipped(_CHECK, f"no cluster yet in {settings.postgres_dir}; the first start makes it with {told}")


def _why(error: BaseException) -> str:
    """The kind of an error, and its SQLSTATE or error number."""
    if isinstance(error, asyncpg.PostgresError) and error.sqlstate:
        return f"{type(error).__name__} ({error.sqlstate})"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return "no answer in time" if isinstance(error, TimeoutError) else type(error).__name__


def _told(error: PlatformError) -> str:
    return f"{error.message} {error.internal or ''}".strip()


def _own_fix(error: PlatformError) -> str:
    """What the kind of fault itself says; callers' words about requests are none of ours."""
    return "" if error.how_to_fix == DatabaseUnavailable.fix else error.how_to_fix


def _read_log(folder: pathlib.Path) -> str:
    return f"Read {folder / 'postgres.log'}: its last lines say why."


def _number(revision: str) -> int:
    found = _NUMBER.match(revision)
    return int(found[0]) if found else 0
