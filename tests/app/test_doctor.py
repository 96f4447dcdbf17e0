"""`countermark doctor` on set-ups that are broken in one way each: it names the way, and what mends it."""

import asyncio
import datetime as dt
import fcntl
import json
import os
import pathlib
import secrets
import socket
from collections.abc import Iterator

import asyncpg
import pytest
from click.testing import CliRunner

from app.cli.main import countermark
from app.doctor import database, examining, folder, neighbours, program
from app.doctor.findings import Finding, Limits
from app.doctor.session_store import Role
from app.launch import free_port
from app.scratch import scratch
from app.settings import Settings, from_environment
from core import roles
from core.clock import Clock, ManualClock, SystemClock
from core.postgres import EmbeddedPostgres
from migrations.head import HEAD
from tests.fakes.smtp_server import mail_host

LIMITS = Limits(free_bytes_min=1, free_bytes_low=1)


@pytest.fixture
def variables(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> dict[str, str]:
    """An installation of its own on the tests' database, that nobody serves."""
    return {
        "COUNTERMARK_DATA_DIR": str(tmp_path),
        "COUNTERMARK_DATABASE_URL": postgres.url(roles.OWNER),
        "COUNTERMARK_DATABASE_APP_URL": postgres.url(roles.APP),
        "COUNTERMARK_MASTER_KEY": secrets.token_bytes(32).hex(),
        "COUNTERMARK_REST_PORT": str(free_port()),
        "COUNTERMARK_GRPC_PORT": str(free_port()),
    }


async def examined(
    variables: dict[str, str], clock: Clock | None = None, limits: Limits = LIMITS
) -> dict[str, list[Finding]]:
    """What is found, by what was looked at."""
    seen = await asyncio.to_thread(examining.examine, variables, clock or SystemClock(), limits)
    return by_check(seen.findings)


def by_check(findings: list[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.check, []).append(finding)
    return found


def states(found: dict[str, list[Finding]], state: str) -> set[str]:
    return {check for check, findings in found.items() for finding in findings if finding.state == state}


def only(findings: list[Finding]) -> Finding:
    [finding] = findings
    return finding


async def test_a_sound_installation(variables: dict[str, str]) -> None:
    """Nothing fails, and what cannot be looked at says why."""
    found = await examined(variables)
    # The tests' stored keys are sealed under a key of each test's own.
    assert states(found, "failed") <= {"stored keys", "ledger", "jobs", "newest checkpoint"}
    assert {
        "Python",
        "packages",
        "settings",
        "data folder",
        "ports",
        "PostgreSQL",
        "roles",
        "migrations",
    } <= set(found)
    assert only(found["migrations"]).said == f"at {HEAD}"
    assert "nobody serves" in only(found["worker"]).said


async def test_settings_that_do_not_exist_or_cannot_be_used(variables: dict[str, str]) -> None:
    """Every one is told, not the first alone; the near name is offered, and no value is repeated."""
    variables |= {
        "COUNTERMARK_REST_PROT": "1",
        "COUNTERMARK_EPOCH_EVERY_S": "often",
        "COUNTERMARK_MASTER_KEY": "s3cret-not-hex",
    }
    found = await examined(variables)
    said = {finding.said: finding.fix for finding in found["settings"]}
    assert (
        "COUNTERMARK_REST_PORT?"
        in said["COUNTERMARK_REST_PROT: there is no such setting, and nothing starts with it"]
    )
    assert said["COUNTERMARK_EPOCH_EVERY_S cannot be used"].startswith("Give a whole number")
    assert "COUNTERMARK_MASTER_KEY cannot be used" in said
    assert "s3cret" not in str(found)
    assert only(found["PostgreSQL"]).state == "skipped"


def test_settings_that_contradict_each_other(variables: dict[str, str], tmp_path: pathlib.Path) -> None:
    (tmp_path / "master.key").write_bytes(bytes(32))
    variables |= {
        "COUNTERMARK_TRITON_TOKEN": "t0ken",
        "COUNTERMARK_MASTER_KEY_PREVIOUS": variables["COUNTERMARK_MASTER_KEY"],
        "COUNTERMARK_OUTBOUND_ALLOW": "127.0.0.0/8",
        "COUNTERMARK_HOST": "0.0.0.0",
    }
    findings, read = program.settings(variables)
    assert read is not None
    told = " ".join(finding.said for finding in findings)
    assert [finding.state for finding in findings] == ["warning"] * 5
    for part in ("TRITON_TOKEN does nothing", "is not read", "are the same", "OUTBOUND_ALLOW", "has no TLS"):
        assert part in told
    assert "t0ken" not in str(findings)


def test_python_and_packages(tmp_path: pathlib.Path) -> None:
    """An old Python fails; a package beside the lock warns, one that is missing fails."""
    assert program.python((3, 10)).state == "failed"
    lock = tmp_path / "serve.txt"
    lock.write_text("msgspec==0.0.1 \\\n    --hash=sha256:0\nwinonly==1 ; sys_platform == 'win32' \\\n")
    assert "msgspec" in program.packages(lock).said
    assert program.packages(lock).state == "warning"
    lock.write_text("no-such-package==1.0 \\\n")
    assert (program.packages(lock).state, "no-such-package" in program.packages(lock).said) == (
        "failed",
        True,
    )
    assert program.packages(tmp_path / "none").state == "skipped"


def test_a_data_folder_that_is_wrong(variables: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Open to others, full, or a file."""
    settings = from_environment(variables)
    tmp_path.chmod(0o777)
    assert "written by others" in folder.data_folder(settings, LIMITS)[0].said
    tmp_path.chmod(0o711)
    [_, space] = folder.data_folder(settings, Limits(free_bytes_min=1 << 60))
    assert (space.check, space.state) == ("free space", "failed")
    (tmp_path / "file").write_text("")
    wrong = from_environment(variables | {"COUNTERMARK_DATA_DIR": str(tmp_path / "file")})
    assert "is a file" in only(folder.data_folder(wrong, LIMITS)).said


async def test_a_port_that_is_taken(variables: dict[str, str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(variables["COUNTERMARK_GRPC_PORT"])))
        other.listen()
        found = only((await examined(variables))["ports"])
    assert found.state == "failed"
    assert "COUNTERMARK_GRPC_PORT" in found.said


async def test_a_folder_that_somebody_serves(variables: dict[str, str], tmp_path: pathlib.Path) -> None:
    """The lock is held, and nothing answers: the service hangs."""
    lock = os.open(tmp_path / "serve.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        found = await examined(variables)
    finally:
        os.close(lock)
    assert only(found["owner of the folder"]).state == "ok"
    assert "does not answer" in only(found["server"]).said
    assert only(found["gRPC"]).state == "failed"


def test_the_key_file(variables: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Open to others, of a wrong size, or gone from a folder that was used."""
    del variables["COUNTERMARK_MASTER_KEY"]
    settings, key = from_environment(variables), tmp_path / "master.key"
    assert folder.key_file(settings).state == "ok"
    (tmp_path / "objects").mkdir()
    assert "is gone" in folder.key_file(settings).said
    key.write_bytes(bytes(32))
    key.chmod(0o644)
    assert "open to others" in folder.key_file(settings).said
    key.chmod(0o600)
    assert folder.key_file(settings).state == "ok"
    key.write_bytes(bytes(31))
    assert "31 bytes" in folder.key_file(settings).said


def test_an_object_store_that_cannot_be_written(variables: dict[str, str], tmp_path: pathlib.Path) -> None:
    settings = from_environment(variables)
    (tmp_path / "objects").write_text("a file where the folder should be")
    assert folder.objects(settings).state == "failed"
    (tmp_path / "objects").unlink()
    (tmp_path / "objects").mkdir()
    assert folder.objects(settings).state == "ok"


@pytest.mark.parametrize(
    ("old", "new", "mends"),
    [
        ("/countermark?", "/nowhere?", "createdb"),
        ("countermark_owner:", "countermark_owner:wr0ng", "user and password"),
        ("socket", "sockets", "See that PostgreSQL runs"),
    ],
)
async def test_a_database_that_cannot_be_reached(
    variables: dict[str, str], old: str, new: str, mends: str
) -> None:
    """Which part of the address is wrong is told, and the password never."""
    url = variables["COUNTERMARK_DATABASE_URL"]
    password = url.split(":")[2].split("@")[0]
    variables["COUNTERMARK_DATABASE_URL"] = url.replace(old, new)
    found = await examined(variables)
    assert (only(found["PostgreSQL"]).state, mends in only(found["PostgreSQL"]).fix) == ("failed", True)
    assert password not in str(found)


async def test_a_clock_that_is_off(variables: dict[str, str]) -> None:
    ahead = ManualClock(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5))
    found = only((await examined(variables, ahead))["clock of the database"])
    assert (found.state, "ahead of" in found.said) == ("failed", True)


@pytest.fixture
async def empty(postgres: EmbeddedPostgres, variables: dict[str, str]) -> str:
    """A database of the same server that was never migrated. Returns: the owner's address of it."""
    name = f"doctor_{secrets.token_hex(4)}"
    superuser = await asyncpg.connect(postgres.url("postgres"))
    await superuser.execute(f"CREATE DATABASE {name} OWNER {roles.OWNER}")
    await superuser.close()
    return variables["COUNTERMARK_DATABASE_URL"].replace("/countermark?", f"/{name}?")


async def test_a_database_that_is_not_at_head(variables: dict[str, str], empty: str) -> None:
    """Empty, behind, and ahead: only the last cannot be mended by a start."""
    variables["COUNTERMARK_DATABASE_URL"] = empty
    found = await examined(variables)
    assert (only(found["migrations"]).state, only(found["migrations"]).said) == (
        "warning",
        "the database is empty",
    )
    assert only(found["ledger and jobs"]).state == "skipped"
    connection = await asyncpg.connect(empty)
    await connection.execute("CREATE TABLE alembic_version (version_num text)")
    await connection.execute("INSERT INTO alembic_version VALUES ('0001_foundation')")
    found = await examined(variables)
    assert (only(found["migrations"]).state, HEAD in only(found["migrations"]).said) == ("warning", True)
    await connection.execute("UPDATE alembic_version SET version_num = '9999_later'")
    await connection.close()
    assert "newer release" in only((await examined(variables))["migrations"]).said


def test_roles_versions_and_sessions() -> None:
    """What a server may say of itself, without a server of each kind."""
    assert database.version(140_011).state == "failed"
    assert database.version(150_000).state == "ok"
    assert database.migrations(None, serving=True).state == "failed"
    assert database.connections(55, 60).state == "warning"
    above = Role(name=roles.APP, logs_in=False, above_rows=True, owned=3)
    told = database.role_findings({roles.APP: above}, migrated=True)
    assert [finding.state for finding in told] == ["failed"] * 4
    assert {"NOBYPASSRLS" in told[0].fix, "REASSIGN" in told[1].fix, "LOGIN" in told[2].fix} == {True}
    assert "is missing" in told[3].said


async def test_an_application_above_the_rows(postgres: EmbeddedPostgres, variables: dict[str, str]) -> None:
    """A role that row-level security does not bind is found on the real server."""
    superuser = await asyncpg.connect(postgres.url("postgres"))
    try:
        await superuser.execute(f"ALTER ROLE {roles.APP} BYPASSRLS")
        found = only((await examined(variables))["roles"])
    finally:
        await superuser.execute(f"ALTER ROLE {roles.APP} NOBYPASSRLS")
        await superuser.close()
    assert (found.state, found.fix) == (
        "failed",
        f"As superuser: ALTER ROLE {roles.APP} NOSUPERUSER NOBYPASSRLS",
    )


@pytest.mark.usefixtures("running")
async def test_a_key_that_is_not_the_one(environment: dict[str, str], variables: dict[str, str]) -> None:
    """What a running product stored is opened by the master key that wrapped it, and by no other."""
    for settings, state in ((environment, "ok"), (variables, "failed")):
        assert only((await examined(settings))["stored keys"]).state == state


@pytest.fixture
def broken() -> Iterator[pathlib.Path]:
    """A cluster whose folder holds nothing to start from."""
    with scratch("doctor") as made:
        data = made / "postgres" / "data"
        data.mkdir(parents=True)
        (data / "PG_VERSION").write_text("18\n")
        (made / "postgres" / "passwords.json").write_text(
            '{"superuser":"s3cret-a","owner":"s3cret-b","app":"s3cret-c","auditor":"s3cret-d"}'
        )
        yield made


def test_an_embedded_database_that_does_not_start(broken: pathlib.Path) -> None:
    """The log is named; what stands on the database is passed over; the exit code is 1, and the JSON tells the same."""
    ran = CliRunner().invoke(countermark, ["doctor", "--json"], env={"COUNTERMARK_DATA_DIR": str(broken)})
    assert ran.exit_code == 1, ran.output
    seen = json.loads(ran.stdout)
    [found] = [finding for finding in seen["findings"] if finding["check"] == "PostgreSQL"]
    assert (found["state"], "postgres.log" in found["fix"]) == ("failed", True)
    assert "s3cret" not in ran.output
    told = CliRunner().invoke(countermark, ["doctor"], env={"COUNTERMARK_DATA_DIR": str(broken)})
    assert (told.exit_code, "FAILED   PostgreSQL" in told.stdout) == (1, True)


async def test_neighbours_that_do_not_answer(variables: dict[str, str]) -> None:
    """Each that is set is asked; addresses that hold credentials are not repeated."""
    nowhere = f"127.0.0.1:{free_port()}"
    variables |= {
        "COUNTERMARK_CHAIN_RPC_URLS": f"http://{nowhere}/v2/s3cret-key",
        "COUNTERMARK_CHAIN_ID": "31337",
        "COUNTERMARK_TRITON_URL": f"grpc://{nowhere}",
        "COUNTERMARK_SMTP_URL": f"smtp://asha:s3cret@{nowhere}",
        "COUNTERMARK_MAIL_FROM": "no-reply@bank.example",
        "COUNTERMARK_IPFS_RPC_URL": f"http://{nowhere}",
        "COUNTERMARK_IPFS_RPC_TOKEN": "s3cret",
        "COUNTERMARK_OTLP_ENDPOINT": f"http://{nowhere}",
    }
    found = await asked(from_environment(variables))
    assert {check: only(findings).state for check, findings in found.items()} == dict.fromkeys(
        ["chain", "model server", "mail", "IPFS", "collector"], "failed"
    )
    assert all(only(findings).fix for findings in found.values())
    assert "s3cret" not in str(found)


async def asked(settings: Settings) -> dict[str, list[Finding]]:
    return by_check(await asyncio.to_thread(neighbours.examine, settings))


async def test_a_mail_server_that_is_there(variables: dict[str, str]) -> None:
    """One on this machine takes mail as it is; one that wants a password in clear is refused."""
    async with mail_host(None) as host:
        where = f"127.0.0.1:{host.port}"
        variables |= {"COUNTERMARK_SMTP_URL": f"smtp://{where}", "COUNTERMARK_MAIL_FROM": "a@b.example"}
        assert only((await asked(from_environment(variables)))["mail"]).state == "ok"
        variables["COUNTERMARK_SMTP_URL"] = f"smtp://asha:s3cret@{where}"
        found = only((await asked(from_environment(variables)))["mail"])
    assert (found.state, "STARTTLS" in found.said, host.mails) == ("failed", True, [])
