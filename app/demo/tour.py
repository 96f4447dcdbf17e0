"""The auditor's tour: a log made by the real service, verified, then forged in fourteen ways, each found by the verifier."""

import asyncio
import contextlib
import dataclasses
import json
import pathlib
import shutil
import subprocess
import sys
import tarfile
import time
import urllib.parse
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import cast

import asyncpg
import msgspec

from app import launch, sandbox
from app import settings as settings_module
from app.demo.asking import PROOF_WAIT_S, DemoRefused, Json, Rest, items_of
from app.sandbox import Sandbox
from app.settings import PREFIX, Settings
from app.wiring import ledger as ledger_wiring
from app.wiring.foundation import Foundation, log_keys, open_foundation, receipt_signer
from core import roles
from core.clock import SystemClock
from core.postgres import EmbeddedPostgres
from ledger import tampering
from ledger.tampering import Fraud, Hands
from payments.simulator import bundle, feed

EPOCH_EVERY_S = 2
_DECISIONS = 320
_OTHERS = 12
_WHOLE, _BACKUP = "countermark", "backup"
_VERIFY_TIMEOUT_S = 120


class Verdict(msgspec.Struct, frozen=True):
    """What the verifier said. step, detail: of the first step that failed; empty when none did."""

    exit_code: int
    step: str
    detail: str


@dataclasses.dataclass
class Auditor:
    """What the auditor keeps on a machine of their own, as it was before anybody forged anything."""

    folder: pathlib.Path

    @property
    def trust(self) -> pathlib.Path:
        return self.folder / "trust.txt"

    @property
    def receipts(self) -> pathlib.Path:
        return self.folder / "receipts.jsonl"

    @property
    def artefacts(self) -> pathlib.Path:
        return self.folder / "artefacts"

    @property
    def kept(self) -> list[pathlib.Path]:
        return sorted(self.folder.glob("kept-*.txt"))

    def copied_to(self, folder: pathlib.Path) -> "Auditor":
        shutil.copytree(self.folder, folder)
        return Auditor(folder)

    def verify(self, export: pathlib.Path) -> Verdict:
        """Run the verifier as an auditor does: a process of its own, with nothing but files."""
        command = [
            sys.executable, "-m", "ledger.verifier.cli", "bundle", str(export), "--json", "--trust", str(self.trust),
            "--receipts", str(self.receipts), "--artefacts", str(self.artefacts),
        ]  # fmt: skip
        for path in self.kept:
            command += ["--kept", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_VERIFY_TIMEOUT_S)
        return _verdict(done.returncode, done.stdout)


@dataclasses.dataclass(frozen=True)
class Stage:
    """An installation whose service is stopped: its database, an older copy of it, and the auditor's files."""

    settings: Settings
    cluster: EmbeddedPostgres
    variables: Mapping[str, str]
    asha: Sandbox
    other: Sandbox
    kept_size: int
    auditor: Auditor
    folder: pathlib.Path


@contextlib.contextmanager
def stage(folder: pathlib.Path, data: pathlib.Path) -> Iterator[Stage]:
    """Let the real service make decisions of two tenants in two days, with a backup between them; then stop it.

    folder: for the auditor's files and the exports. data: for the service.
    """
    variables = launch.environment(data, extra={f"{PREFIX}EPOCH_EVERY_S": str(EPOCH_EVERY_S)})
    settings = settings_module.from_environment(variables)
    auditor = Auditor(folder / "auditor")
    auditor.folder.mkdir(parents=True)
    with launch.running(variables) as service:
        asha = asyncio.run(sandbox.create(settings, "Asha Bank"))
        other = asyncio.run(sandbox.create(settings, "Other Bank"))
        with Rest(service.rest_url, asha.key) as rest, Rest(service.rest_url, other.key) as others:
            first = _decide(rest, _DECISIONS // 2, 0)
            _decide(others, _OTHERS, 0)
            _keep_keys(rest, auditor)
            rest.proof(str(first[-1]["entry_id"]))
    cluster = EmbeddedPostgres(settings.postgres_dir)
    cluster.start()
    asyncio.run(copy_database(cluster, _WHOLE, _BACKUP))
    cluster.stop()
    with launch.running(variables) as service, Rest(service.rest_url, asha.key) as rest:
        decisions = [*first, *_decide(rest, _DECISIONS - len(first), 1)]
        rest.proof(str(decisions[-1]["entry_id"]))
        kept_size = _keep_checkpoint(rest, auditor)
        _keep_rest(rest, decisions, auditor)
        _wait_for_epoch(rest, kept_size)
    cluster.start()
    try:
        yield Stage(settings, cluster, variables, asha, other, kept_size, auditor, folder)
    finally:
        cluster.stop()


def untouched(on: Stage) -> Verdict:
    """Export the log as it is, and verify it."""
    name = "untouched"
    asyncio.run(copy_database(on.cluster, _WHOLE, name))
    export = on.folder / name
    asyncio.run(_export(on, name, export))
    return on.auditor.verify(export)


def forged(on: Stage, fraud: Fraud) -> Verdict:
    """Commit a fraud on a copy of the database, export the log as the service would, and verify it."""
    name = fraud.name.replace(" ", "_").replace("-", "_")
    auditor = on.auditor.copied_to(on.folder / f"{name}-auditor")
    asyncio.run(copy_database(on.cluster, _BACKUP if fraud.from_backup else _WHOLE, name))
    export = on.folder / name
    asyncio.run(_forge(on, name, fraud, auditor))
    asyncio.run(_export(on, name, export))
    return auditor.verify(export)


async def copy_database(cluster: EmbeddedPostgres, source: str, copy: str) -> None:
    connection = await asyncpg.connect(_url(cluster, "postgres", "postgres"))
    try:
        await connection.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{source}"')
    finally:
        await connection.close()


async def _forge(on: Stage, name: str, fraud: Fraud, auditor: Auditor) -> None:
    async with _foundation(on, name) as base:
        connection = await asyncpg.connect(_url(on.cluster, "postgres", name))
        try:
            hands = Hands(
                connection=connection,
                log=on.asha.environment_id,
                other=on.other.environment_id,
                signer=await log_keys(base).signer(on.asha.environment_id),
                receipts_signer=await receipt_signer(base),
                clock=SystemClock(),
                kept_size=on.kept_size,
                receipts=auditor.receipts,
                artefacts=auditor.artefacts,
            )
            await tampering.commit(fraud, hands)
        finally:
            await connection.close()


async def _export(on: Stage, name: str, folder: pathlib.Path) -> None:
    tar = folder.with_suffix(".tar")
    async with _foundation(on, name) as base:
        log = await ledger_wiring.ledger(base)
        caller = await base.tenants.tenants.system_caller(on.asha.tenant_id, "sandbox")
        with tar.open("wb") as file:
            async for piece in await log.export(caller):
                file.write(piece)
    with tarfile.open(tar, "r:") as archive:
        archive.extractall(folder, filter="data")


@contextlib.asynccontextmanager
async def _foundation(on: Stage, name: str) -> AsyncIterator[Foundation]:
    """The service's own code over a copy of its database."""
    urls = {
        f"{PREFIX}DATABASE_URL": _url(on.cluster, roles.OWNER, name),
        f"{PREFIX}DATABASE_APP_URL": _url(on.cluster, roles.APP, name),
    }
    settings = settings_module.from_environment({**on.variables, **urls})
    async with open_foundation(settings, pool_size_max=3) as base:
        yield base


def _url(cluster: EmbeddedPostgres, role: str, name: str) -> str:
    return urllib.parse.urlsplit(cluster.url(role))._replace(path=f"/{name}").geturl()


def _decide(rest: Rest, count: int, day: int) -> list[Json]:
    """Decide about simulated payments."""
    payments = [one for bulk in feed.bulks(bundle.history(1)) for one in bulk.transactions]
    chosen = payments[day * count : day * count + count]
    return [rest.decide("transaction-anomaly", {"transaction": payment}) for payment in chosen]


def _keep_keys(rest: Rest, auditor: Auditor) -> None:
    keys = items_of(rest.get("/ledger/keys"), "keys")
    auditor.trust.write_text("".join(f"{key['use']} {key['verifier_key']}\n" for key in keys))


def _keep_checkpoint(rest: Rest, auditor: Auditor) -> int:
    newest = rest.get("/ledger/checkpoints/latest")
    (auditor.folder / "kept-1.txt").write_text(str(newest["note"]))
    return int(str(newest["size"]))


def _keep_rest(rest: Rest, decisions: Sequence[Json], auditor: Auditor) -> None:
    """Receipts of every decision, and every ruleset and model that any of them names."""
    auditor.receipts.write_bytes(b"".join(msgspec.json.encode(one["receipt"]) + b"\n" for one in decisions))
    auditor.artefacts.mkdir()
    named: set[str] = set()
    for one in (decisions[0], decisions[-1]):
        entry = rest.get(f"/ledger/entries/{one['entry_id']}")
        named |= {str(entry["ruleset_hash"]), str(entry["model_hash"])}
    for digest in sorted(named):
        content = rest.download(f"/ledger/artefacts/{digest}")
        (auditor.artefacts / digest).write_bytes(content)
        for name in cast("dict[str, Json]", json.loads(content)).get("files", {}):
            file = rest.download(f"/ledger/artefacts/{digest}/files/{name}")
            (auditor.artefacts / f"{digest}-{name}").write_bytes(file)


def _wait_for_epoch(rest: Rest, size: int) -> None:
    """Wait until an epoch holds at least `size` entries of this log."""
    deadline = time.monotonic() + PROOF_WAIT_S
    while True:
        newest = items_of(rest.get("/ledger/epochs?limit=1"))
        if newest and int(str(newest[0]["size"])) >= size:
            return
        if time.monotonic() > deadline:
            raise DemoRefused("The epoch did not come in time.")
        time.sleep(0.1)


def _verdict(exit_code: int, said: str) -> Verdict:
    try:
        steps = json.loads(said)["steps"]
    except (json.JSONDecodeError, KeyError) as error:
        raise DemoRefused(f"The verifier ended with {exit_code} and said nothing: {said[:200]}") from error
    for step in steps:
        if step["state"] == "failed":
            return Verdict(exit_code, step["step"], step["detail"])
    missing = [f"{step['step']}: {step['detail']}" for step in steps if step["state"] == "not_run"]
    return Verdict(exit_code, "", "; ".join(missing))
