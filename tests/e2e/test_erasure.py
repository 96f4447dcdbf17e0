"""Erasing a person (L9): nothing that was told of them is left anywhere or can be opened, and every proof of before still verifies."""

import contextlib
import dataclasses
import io
import json
import pathlib
import subprocess
from collections.abc import AsyncIterator
from typing import cast
from uuid import UUID

import asyncpg
import cbor2
import pytest

from core import postgres_host
from core.ids import parse
from core.postgres import EmbeddedPostgres
from ledger.verifier import cli
from resolution.erasure import erasures as erasures_module
from resolution.erasure.erasures import Erasures
from resolution.erasure.holdings import HOLDINGS
from tests.e2e.a_person import Person, tell_all
from tests.e2e.canaries import Canaries
from tests.e2e.kept_columns import KEPT
from tests.e2e.world import SHOWN
from tests.parity.faces import Parity
from tests.product import Product, product
from tests.sequencing import sequence

QUEUE = cast("dict[str, object]", SHOWN["setCaseQueue"].example)
SUPERUSER = "postgres"
HASHES = {"digest", "leaf_hash", "root"}
"""Names of columns; and all that is called `ledger_` is the log and what is published of it: hashes, and commitments that do not open."""
COMMITTING = {
    "commission.agreement.v1", "commission.statement.v1", "commission.statement.disputed.v1", "decision.v1", "feedback.bulk.v1", "feedback.v1",
    "login.bulk.v1", "login.v1", "payout.documents.v1", "payout.event.bulk.v1", "payout.event.v1", "payout.v1", "transaction.bulk.v1", "transaction.v1",
}  # fmt: skip


@dataclasses.dataclass
class Scene:
    """Two people of whom the same was told, one of whom is erased. before: what was kept of the time before, by name."""

    running: Product
    parity: Parity
    postgres: EmbeddedPostgres
    folder: pathlib.Path
    canaries: Canaries
    gone: Person
    stays: Person
    handle: UUID
    sealed: list[bytes]
    dump: bytes
    receipt: object
    answer: dict[str, object]

    async def verify(self, archive: pathlib.Path, *more: str) -> int:
        keys = (await self.running.rest.get("/api/v1/ledger/keys", headers=self.running.asha.headers)).json()
        trust = self.folder / "trust"
        trust.write_text("".join(f"{each['use']} {each['verifier_key']}\n" for each in keys["keys"]))
        receipts = self.folder / "receipts.json"
        receipts.write_text(json.dumps([self.receipt]))
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            code = cli.main(["bundle", str(archive), "--trust", str(trust), "--receipts", str(receipts), "--json", *more])  # fmt: skip
        failed = [each for each in json.loads(out.getvalue())["steps"] if each["state"] == "failed"]
        assert failed == []
        return code

    async def export(self, name: str) -> pathlib.Path:
        await sequence(self.running)
        answer = await self.running.rest.get("/api/v1/ledger/export", headers=self.running.asha.headers)
        assert answer.status_code == 200
        (self.folder / name).write_bytes(answer.content)
        return self.folder / name


def dumped(postgres: EmbeddedPostgres) -> bytes:
    """The whole database as its superuser takes it away."""
    found = subprocess.run(
        [str(postgres_host.find_binaries() / "pg_dump"), "--data-only", postgres.url(SUPERUSER)],
        capture_output=True,
        check=True,
    )
    return found.stdout


async def rows_under(running: Product, handle: UUID) -> list[bytes]:
    """What rests sealed of a person, and under which pseudonym, column by column."""
    found: list[bytes] = []
    async with running.base.database.transaction(running.asha.system.environment_id) as tx:
        for holding in HOLDINGS:
            person = next(each for each in ("customer", "payee", "partner") if each in holding.columns[holding.table])  # fmt: skip
            rows = await tx.fetch(f"SELECT * FROM {holding.table} WHERE {person} = $1", handle)
            found += [bytes(row["sealed"]) for row in rows if row.get("sealed")]
    return found


@pytest.fixture(scope="module")
async def scene(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """Everything is told of both, and one is erased; the worker's part is done after it."""
    folder = tmp_path_factory.mktemp("erasure")
    async with product(postgres, folder / "data") as running:
        parity, canaries = Parity(running), Canaries(seed=20_261_122)
        stream = iter(canaries)
        headers = running.asha.headers
        made = await parity.rest("setCaseQueue", {**QUEUE, "queue": "desk"}, dict(headers))
        assert made.code == "ok", made
        gone, stays = await tell_all(parity, [next(stream), next(stream)], lambda: next(stream), headers)
        vault = await running.base.tenants.vaults.of(running.asha.system.environment_id)
        handle = vault.handle(gone.name)
        scene = Scene(
            running, parity, postgres, folder, canaries, gone, stays, handle, await rows_under(running, handle),
            dumped(postgres), gone.said["decideTransactionAnomaly"]["receipt"], {},
        )  # fmt: skip
        before = await scene.export("before.tar")
        assert await scene.verify(before) in {0, 3}
        disclosed = await parity.rest("discloseDecision", {"decision_id": decision_of(gone)}, headers)
        assert disclosed.code == "ok"
        sent = {**headers, "idempotency-key": "erase"}
        erased = await parity.rest("eraseCustomer", {"customer_id": gone.name}, sent)
        assert erased.body["standing"] == "erased", erased
        scene.answer = cast("dict[str, object]", erased.body["erasure"])
        yield scene


def decision_of(person: Person) -> str:
    return str(person.said["decideTransactionAnomaly"]["id"])


async def entry_of(scene: Scene, eid: UUID) -> dict[str, object]:
    async with scene.running.base.database.transaction(scene.running.asha.system.environment_id) as tx:
        row = await tx.fetchrow("SELECT entry FROM ledger_entry WHERE eid = $1", eid)
    assert row is not None
    return cast("dict[str, object]", cbor2.loads(row["entry"]))


async def test_old_proofs_and_exports_verify(scene: Scene) -> None:
    """The export and the receipts of before, and an export of after, which has the erasure as its entry."""
    assert await scene.verify(scene.folder / "before.tar") in {0, 3}
    after = await scene.export("after.tar")
    assert await scene.verify(after) in {0, 3}
    entry = await entry_of(scene, parse("ers", str(scene.answer["id"])))
    assert (entry["typ"], entry["out"]) == ("erasure.v1", "erased")


async def test_the_entry_names_all_that_committed_to_them(scene: Scene) -> None:
    """Singles and bulks, of every kind that takes a person's facts; those that speak of others alone are not named."""
    entry = await entry_of(scene, parse("ers", str(scene.answer["id"])))
    refs = [UUID(bytes=ref) for ref in cast("list[bytes]", entry["refs"])]
    kinds = [str((await entry_of(scene, ref))["typ"]) for ref in refs]
    assert len(refs) == scene.answer["entries"] == len(set(refs))
    assert set(kinds) == COMMITTING
    async with scene.running.base.database.transaction(scene.running.asha.system.environment_id) as tx:
        rows = await tx.fetch("SELECT eid, entry FROM ledger_entry")
    committing = {row["eid"] for row in rows if cbor2.loads(row["entry"])["typ"] in COMMITTING}
    others = committing - set(refs)
    assert len(others) == len([kind for kind in kinds if ".bulk" not in kind])


async def test_nothing_is_left_in_the_database(scene: Scene) -> None:
    """No canary in a dump of all tables in clear, and none of the bytes that rested sealed, nor the handle; before, they were there."""
    assert len(scene.sealed) >= 12
    for needle in (*scene.sealed, scene.handle.bytes):
        written = str(scene.handle).encode() if needle == scene.handle.bytes else needle.hex().encode()
        assert written in scene.dump
    await clear(scene)
    now = dumped(scene.postgres)
    assert scene.canaries.found_in(now) == set()
    assert not any(canary.hex().encode() in now for canary in scene.canaries.made)
    assert [each for each in scene.sealed if each.hex().encode() in now] == []
    assert str(scene.handle).encode() not in now
    assert await rows_under(scene.running, scene.handle) == []


async def clear(scene: Scene) -> None:
    """What the worker does a minute later."""
    async with scene.running.base.database.transaction(scene.running.asha.system.environment_id) as tx:
        await tx.execute("UPDATE erasure SET erased_at = erased_at - interval '2 minutes'")
    base = scene.running.base
    erasures = Erasures(base.database, base.tenants.vaults, base.clock)
    await erasures.clear_left(scene.running.asha.system.environment_id)
    found = await scene.parity.rest(
        "getErasure", {"erasure_id": scene.answer["id"]}, scene.running.asha.headers
    )
    assert found.body["cleared_at"] is not None


async def test_no_file_has_one(scene: Scene) -> None:
    """Objects, exports and whatever else the service wrote beside the database."""
    searched = 0
    for path in scene.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            searched += len(data)
            assert scene.canaries.found_in(data) == set(), path
    assert searched > 100_000


async def test_openings_are_refused(scene: Scene) -> None:
    """Nobody can open what the entries committed to: the decision's disclosure is refused, and the other person's is not."""
    both = scene.running.asha.headers
    refused = await scene.parity.rest("discloseDecision", {"decision_id": decision_of(scene.gone)}, both)
    assert refused.code == "decision_erased"
    for person, words in ((scene.gone, None), (scene.stays, dict)):
        found = await scene.parity.rest(
            "getTransaction", {"transaction_id": person.id_of("createTransaction")}, both
        )
        transaction = found.body["transaction"]
        assert (transaction is None) == (words is None)
    other = await scene.parity.rest("discloseDecision", {"decision_id": decision_of(scene.stays)}, both)
    assert other.code == "ok"


async def test_who_comes_back_is_new(scene: Scene) -> None:
    """The same id again: nothing of before is theirs, and new facts are theirs alone."""
    headers = scene.running.asha.headers
    again = await scene.parity.rest("eraseCustomer", {"customer_id": scene.gone.name}, {**headers})
    assert again.body == {"standing": "unknown", "erasure": None}
    listed = await scene.parity.rest("listTransactions", {"customer_id": scene.gone.name}, headers)
    assert listed.body["data"] == []
    fact = {"id": "new", "customer_id": scene.gone.name, "amount_minor": 1, "currency": "INR", "occurred_at": "2026-11-21T10:00:00Z"}  # fmt: skip
    await scene.parity.rest("createTransaction", fact, headers)
    await clear(scene)
    listed = await scene.parity.rest("listTransactions", {"customer_id": scene.gone.name}, headers)
    (only,) = cast("list[dict[str, dict[str, object]]]", listed.body["data"])
    assert only["transaction"]["id"] == "new"


async def test_every_column_is_declared(postgres: EmbeddedPostgres) -> None:
    """No byte string and no pseudonym of a table is forgotten: it is cleared by an erasure, or said why it stays."""
    connection = await asyncpg.connect(postgres.url(SUPERUSER))
    try:
        rows = await connection.fetch(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND (udt_name = 'bytea' OR column_name IN ('customer', 'payee', 'partner'))"
        )
    finally:
        await connection.close()
    declared = {(table, name) for each in HOLDINGS for table, names in each.columns.items() for name in names}
    there = {(row["table_name"], row["column_name"]) for row in rows}
    looked_at = {each for each in there if not each[0].startswith("ledger_") and each[1] not in HASHES}
    assert looked_at - declared - KEPT.keys() == set()
    assert KEPT.keys() - there - declared == set()


async def test_a_long_list_is_named_by_its_digest(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the entries are too many for one, it has the digest of their list, the export carries the list, and the verifier reads it."""
    monkeypatch.setattr(erasures_module, "REFS_MAX", 3)
    erased = await scene.parity.rest(
        "eraseCustomer", {"customer_id": scene.stays.name}, scene.running.asha.headers
    )
    answer = cast("dict[str, object]", erased.body["erasure"])
    archive = await scene.export("listed.tar")
    entry = await entry_of(scene, parse("ers", str(answer["id"])))
    assert (entry["out"], len(cast("list[bytes]", entry["pc"])), "refs" in entry) == ("listed", 1, False)
    asked = scene.folder / "openings.jsonl"
    asked.write_text(json.dumps([{"entry_id": f"ent_{decision_of(scene.stays)[4:]}", "erased": True}]))
    assert await scene.verify(archive, "--openings", str(asked)) in {0, 3}
    asked.write_text(json.dumps([{"entry_id": f"ent_{str(answer['id'])[4:]}", "erased": True}]))
    with pytest.raises(AssertionError, match="no entry of the log says so"):
        await scene.verify(archive, "--openings", str(asked))
