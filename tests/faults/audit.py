"""What must hold after any fault, read from the database behind the service's back and from the export before the auditor's eyes."""

import asyncio
import bisect
import collections
import contextlib
import datetime as dt
import io
import json
import pathlib
import subprocess
import sys
import tarfile
from collections.abc import AsyncIterator, Sequence
from typing import cast
from uuid import UUID

import asyncpg
import httpx
import msgspec

from app.settings import Settings
from app.wiring.foundation import open_foundation
from core import ids
from core.postgres import EmbeddedPostgres
from ledger import receipts
from payments import states
from payments.facts import Transaction
from payments.history import History
from payments.movements import Movement, movement_of
from payments.state import StateQuery
from tenants.vault import EnvironmentVault
from tests.faults.load import Acknowledged, Target
from tests.faults.wire import Wire
from tests.turns import until

_LOG_WAIT_S = 120.0


@contextlib.asynccontextmanager
async def superuser(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(EmbeddedPostgres(settings.postgres_dir).url("postgres"))
    try:
        yield connection
    finally:
        await connection.close()


async def trust_of(target: Target) -> str:
    """Pin the log's keys before anything happens, as an auditor would."""
    keys = cast("list[dict[str, str]]", (await _get(target, "/ledger/keys"))["keys"])
    return "\n".join(f"{key['use']} {key['verifier_key']}" for key in keys)


async def newest_note(target: Target) -> str:
    """Return the newest checkpoint, the first one once it is there."""
    notes: list[str] = []

    async def is_there() -> bool:
        with contextlib.closing(Wire(target.rest_port, target.key)) as wire:
            answer = await wire.ask("GET", "/api/v1/ledger/checkpoints/latest")
        if answer.status == 200:
            notes.append(str(answer.json()["note"]))
        return bool(notes)

    await until(is_there)
    return notes[0]


async def _in_an_epoch(target: Target) -> None:
    async def is_there() -> bool:
        return bool((await _get(target, "/ledger/epochs?limit=1"))["data"])

    await until(is_there)


async def _get(target: Target, path: str) -> dict[str, object]:
    with contextlib.closing(Wire(target.rest_port, target.key)) as wire:
        answer = await wire.ask("GET", f"/api/v1{path}")
    assert answer.status == 200, answer.body
    return answer.json()


async def check(
    settings: Settings,
    target: Target,
    answered: Sequence[Acknowledged],
    kept: Sequence[str],
    trust: str,
    folder: pathlib.Path,
) -> str:
    """Check everything. Returns: what was found, in a sentence."""
    await check_decisions(settings, target.environment_id, answered)
    await check_payments(settings, target.environment_id, answered)
    longest = await check_deadlines(settings, target.environment_id, answered)
    verified = await asyncio.to_thread(verify_export, target, folder, answered, kept, trust)
    return f"longest wait for a checkpoint {longest:.1f} s; {verified}"


async def check_decisions(settings: Settings, environment_id: UUID, answered: Sequence[Acknowledged]) -> None:
    """Every acknowledged decision is there as it was answered; there is none besides; one for each key."""
    async with superuser(settings) as connection:
        rows = await connection.fetch(
            "SELECT id, outcome, receipt, transaction_id FROM decision WHERE environment_id = $1",
            environment_id,
        )
        keys = await connection.fetch(
            "SELECT decision_id FROM decision_key WHERE environment_id = $1", environment_id
        )
    stored = {row["id"]: row for row in rows}
    lost = [one.decision_id for one in answered if ids.parse("dec", one.decision_id) not in stored]
    assert not lost, f"{len(lost)} acknowledged decisions were lost: {lost[:5]}"
    for one in answered:
        row = stored[ids.parse("dec", one.decision_id)]
        assert row["outcome"] == one.outcome, one.decision_id
        assert receipts.decode(row["receipt"]) == one.receipt, one.decision_id
        if one.transaction_id is not None:
            assert row["transaction_id"] == ids.parse("txn", one.transaction_id), one.decision_id
    assert len({one.key for one in answered}) == len(answered)
    assert len({one.decision_id for one in answered}) == len(answered), "two keys got one decision"
    assert sorted(stored) == sorted(row["decision_id"] for row in keys), "a key has no decision, or two"
    assert len(stored) == len(answered), "a decision was made that no key was answered with"


async def check_payments(settings: Settings, environment_id: UUID, answered: Sequence[Acknowledged]) -> None:
    """Each payment is recorded once, however often it was decided about, and the states are their sum."""
    identities: dict[str, set[str | None]] = collections.defaultdict(set)
    payments: dict[str, Transaction] = {}
    for one in answered:
        if one.question.payment is not None and one.question.payment.id is not None:
            identities[one.question.payment.id].add(one.transaction_id)
            payments[one.question.payment.id] = one.question.payment
    assert all(len(found) == 1 for found in identities.values()), "one payment was recorded twice"
    async with superuser(settings) as connection:
        count = await connection.fetchval(
            "SELECT count(*) FROM payment_transaction WHERE environment_id = $1", environment_id
        )
    assert count == len(payments)
    await _check_states(settings, environment_id, list(payments.values()))


async def _check_states(settings: Settings, environment_id: UUID, payments: Sequence[Transaction]) -> None:
    at = dt.datetime.now(dt.UTC)
    async with open_foundation(settings, pool_size_max=2) as base:
        vault = await base.tenants.vaults.of(environment_id)
        histories: dict[UUID, History] = collections.defaultdict(History)
        for payment in sorted(payments, key=lambda one: one.occurred_at):
            histories[vault.handle(payment.customer_id)].add(_movement(payment, vault))
        queries = [StateQuery(environment_id, customer, at) for customer in histories]
        async with base.database.transaction(environment_id) as tx:
            found = await states.read_many(tx, queries)
    for query, state in zip(queries, found, strict=True):
        expected = histories[query.customer].state(at)
        assert state == expected, f"{query.customer} was counted wrongly: {state} is not {expected}"
    total = sum(state.lifetime.count for state in found)
    assert total == len(payments)


def _movement(payment: Transaction, vault: EnvironmentVault) -> Movement:
    return movement_of(payment, vault.digest, order=payment.occurred_at.isoformat().encode())


async def check_deadlines(
    settings: Settings, environment_id: UUID, answered: Sequence[Acknowledged]
) -> float:
    """Every receipt's entry is under a checkpoint signed by its deadline. Returns: the longest wait in seconds."""
    sizes = await _signed_sizes(settings, environment_id)
    async with superuser(settings) as connection:
        rows = await connection.fetch(
            "SELECT eid, idx, leaf_hash FROM ledger_entry WHERE environment_id = $1", environment_id
        )
    places = {row["eid"]: (row["idx"], row["leaf_hash"]) for row in rows}
    assert len(places) == len(rows), "an entry is in the log twice"
    longest = 0.0
    for one in answered:
        index, leaf = places[ids.parse("ent", one.receipt.entry_id)]
        assert leaf == one.receipt.leaf_hash
        signed_us = sizes[bisect.bisect_right(sizes, index, key=lambda row: row[0])][1]
        assert signed_us <= one.receipt.due_at_us, f"{one.decision_id} came late into the log"
        longest = max(longest, (signed_us - one.receipt.issued_at_us) / 1e6)
    return longest


async def _signed_sizes(settings: Settings, environment_id: UUID) -> list[tuple[int, int]]:
    """Wait until the log is at rest: nothing in the intake, and the newest checkpoint covers it all."""
    async with superuser(settings) as connection, asyncio.timeout(_LOG_WAIT_S):
        while True:
            waiting = await connection.fetchval(
                "SELECT count(*) FROM ledger_intake WHERE environment_id = $1", environment_id
            )
            size = await connection.fetchval(
                "SELECT size FROM ledger_head WHERE environment_id = $1", environment_id
            )
            rows = await connection.fetch(
                "SELECT size, signed_at FROM ledger_checkpoint WHERE environment_id = $1 ORDER BY size",
                environment_id,
            )
            if not waiting and rows and rows[-1]["size"] == size:
                return [(row["size"], int(row["signed_at"].timestamp() * 1e6)) for row in rows]
            await asyncio.sleep(0.1)


def verify_export(
    target: Target, folder: pathlib.Path, answered: Sequence[Acknowledged], kept: Sequence[str], trust: str
) -> str:
    """Take the whole log away, once an epoch holds it, and let the auditor's command recompute it. Returns: what it said.

    Fails unless it exits 0.
    """
    asyncio.run(_in_an_epoch(target))
    export = folder / "export"
    with httpx.Client(base_url=f"http://127.0.0.1:{target.rest_port}/api/v1", timeout=60) as http:
        answer = http.get("/ledger/export", headers={"X-API-Key": target.key})
    assert answer.status_code == 200, answer.text[:500]
    with tarfile.open(fileobj=io.BytesIO(answer.content)) as archive:
        archive.extractall(export, filter="data")
    (folder / "receipts.jsonl").write_bytes(
        b"".join(msgspec.json.encode(one.receipt) + b"\n" for one in answered)
    )
    (folder / "trust.txt").write_text(trust)
    command = [
        sys.executable, "-m", "ledger.verifier.cli", "bundle", str(export), "--json",
        "--trust", str(folder / "trust.txt"), "--receipts", str(folder / "receipts.jsonl"),
    ]  # fmt: skip
    for number, note in enumerate(kept):
        path = folder / f"kept-{number:04}.txt"
        path.write_text(note)
        command += ["--kept", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, f"exit code {done.returncode}: {done.stdout}{done.stderr}"
    steps = json.loads(done.stdout)["steps"]
    return "; ".join(str(step["detail"]) for step in steps)
