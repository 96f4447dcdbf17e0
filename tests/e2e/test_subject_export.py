"""What a person is shown of themselves (GDPR Article 15): all that was told of them, opened, and nothing of anybody else."""

import dataclasses
import json
from collections.abc import AsyncIterator, Mapping
from uuid import uuid4

import asyncpg
import cbor2
import pytest

from core import roles
from core.postgres import EmbeddedPostgres
from resolution.erasure.holdings import HOLDINGS
from resolution.leaving import subject_exports
from tenants.api_keys import CreateApiKey
from tenants.permissions import TENANT_PERMISSIONS, Permission
from tests.e2e.a_person import Person, tell_all
from tests.e2e.canaries import Canaries
from tests.e2e.test_erasure import QUEUE
from tests.parity.faces import Outcome, Parity
from tests.parity.test_payments import a_payment
from tests.product import Product, product

DIGESTS = {
    "content", "device", "devices", "external", "fingerprint", "merchant", "merchants", "region", "segment",
}  # fmt: skip
"""Columns by which equal values are found again; what they are of is shown beside them."""
TOLD = {
    "case-steps", "cases", "commission-agreements", "commission-statement-steps", "commission-statements", "counts", "decisions", "feedback",
    "logins", "payout-events", "payout-times", "payouts", "suppressions", "transactions", "truths",
}  # fmt: skip
Line = dict[str, object]


class Listening(Parity):
    """Keeps what it tells, by the canaries in it."""

    def __init__(self, running: Product, canaries: Canaries) -> None:
        super().__init__(running)
        self._canaries = canaries
        self.told: set[bytes] = set()

    async def rest(
        self, operation_id: str, asked: Mapping[str, object], headers: Mapping[str, str]
    ) -> Outcome:
        self.told |= self._canaries.found_in(json.dumps(asked).encode())
        return await super().rest(operation_id, asked, headers)


@dataclasses.dataclass(frozen=True)
class Scene:
    running: Product
    parity: Listening
    canaries: Canaries
    people: list[Person]

    async def shown(self, name: str) -> bytes:
        answer = await self.running.rest.get(
            f"/api/v1/customers/{name}/export", headers=self.running.asha.headers
        )
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-ndjson")
        return answer.content


def lines_of(shown: bytes) -> list[Line]:
    return [json.loads(line) for line in shown.splitlines()]


@pytest.fixture(scope="module")
async def scene(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """Two people of whom everything is told, and one of them is silenced by their id."""
    async with product(postgres, tmp_path_factory.mktemp("shown")) as running:
        canaries = Canaries(seed=20_261_123)
        parity, stream = Listening(running, canaries), iter(canaries)
        headers = dict(running.asha.headers)
        assert (await parity.rest("setCaseQueue", {**QUEUE, "queue": "desk"}, headers)).code == "ok"
        people = await tell_all(parity, [next(stream), next(stream)], lambda: next(stream), headers)
        silence = {
            "kind": "customer",
            "value": people[0].name,
            "reason": "known",
            "until": "2027-03-01T00:00:00Z",
        }
        made = await parity.rest("createSuppression", silence, headers)
        assert made.code == "ok", made
        yield Scene(running, parity, canaries, people)


async def test_all_that_was_told_is_shown(scene: Scene) -> None:
    """Each canary that was sent stands in the export of one of the two, and none in both; every kind that was told has lines."""
    first, second = [await scene.shown(person.name) for person in scene.people]
    found = [scene.canaries.found_in(each) for each in (first, second)]
    assert len(scene.parity.told) > 40
    assert found[0] | found[1] == scene.parity.told
    assert found[0] & found[1] == set()
    assert {str(line["kind"]) for line in lines_of(first)} == TOLD | {"customer", "end"}
    decision = next(line for line in lines_of(first) if line["kind"] == "decisions")
    assert decision["id"] in {person["id"] for person in scene.people[0].said.values() if "id" in person}


async def test_it_ends_with_its_counts(scene: Scene) -> None:
    """What was cut off is seen by that."""
    first, *lines, last = lines_of(await scene.shown(scene.people[0].name))
    counts: dict[str, int] = {}
    for line in lines:
        counts[str(line["kind"])] = counts.get(str(line["kind"]), 0) + 1
    assert first["standing"] == "known"
    assert {name: count for name, count in last["lines"].items() if count} == counts  # type: ignore[attr-defined]
    assert (last["kind"], last["complete"]) == ("end", True)


async def test_pages_tell_the_same(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """One row at a time, or all at once."""
    whole = await scene.shown(scene.people[1].name)
    monkeypatch.setattr(subject_exports, "AT_ONCE", 1)
    assert await scene.shown(scene.people[1].name) == whole


async def test_no_key_and_no_digest_is_shown(scene: Scene) -> None:
    """Nothing stands there as it rests: neither a byte string nor the handle."""
    vault = await scene.running.base.tenants.vaults.of(scene.running.asha.system.environment_id)
    for person in scene.people:
        shown = await scene.shown(person.name)
        assert b"\\\\x" not in shown
        assert str(vault.handle(person.name)).encode() not in shown


async def test_both_faces_show_the_same(scene: Scene) -> None:
    """In lines over REST, in pieces over gRPC; refused alike to who may do everything else."""
    asked = {"customer_id": scene.people[0].name}
    told, _ = await scene.parity.both("exportCustomer", asked)
    assert told.code == "ok"
    wanted = CreateApiKey(
        name="all but one", scopes=sorted(TENANT_PERMISSIONS - {Permission.CUSTOMERS_EXPORT})
    )
    made = await scene.running.services.api_keys.create(scene.running.asha.system, wanted)
    refused, _ = await scene.parity.both("exportCustomer", asked, credential=made.text)
    assert refused.code == "permission_denied"
    long, _ = await scene.parity.both("exportCustomer", {"customer_id": "c" * 500}, ignored=("detail",))
    assert long.fields == ("customer_id",)


async def test_each_is_one_entry_that_names_nobody(scene: Scene) -> None:
    """The log says who asked, and whether anything was known; no commitment and no id."""
    environment_id = scene.running.asha.system.environment_id
    said: list[dict[str, object]] = []
    for name in (scene.people[0].name, "nobody-at-all"):
        async with scene.running.base.database.transaction(environment_id) as tx:
            before = await tx.fetchval("SELECT coalesce(max(seq), 0) FROM ledger_intake")
        await scene.shown(name)
        async with scene.running.base.database.transaction(environment_id) as tx:
            rows = await tx.fetch("SELECT entry FROM ledger_intake WHERE seq > $1", before)
        (entry,) = [cbor2.loads(row["entry"]) for row in rows]
        said.append({key: entry.get(key) for key in ("typ", "out", "pc", "refs")})
    assert said == [
        {"typ": "customer.export.v1", "out": out, "pc": None, "refs": None} for out in ("known", "unknown")
    ]


async def test_of_nobody_and_of_who_was_erased_there_is_nothing(scene: Scene) -> None:
    """Both are told the same: that nothing is known. Another tenant's customer is nobody, too."""
    gone = f"gone-{uuid4().hex}"
    made = await scene.parity.rest(
        "createTransaction", {**a_payment(), "id": gone, "customer_id": gone}, scene.running.asha.headers
    )
    assert made.code == "ok"
    assert len(lines_of(await scene.shown(gone))) > 2
    assert (
        await scene.parity.rest("eraseCustomer", {"customer_id": gone}, scene.running.asha.headers)
    ).code == "ok"
    told = await scene.shown(gone)
    head, end = lines_of(told)
    assert (head["standing"], end["lines"]) == ("unknown", {})
    name = scene.people[0].name
    other = await scene.running.rest.get(
        f"/api/v1/customers/{name}/export", headers=scene.running.other.headers
    )
    assert other.text.replace(name, gone).splitlines()[1:] == told.decode().splitlines()[1:]
    assert '"standing":"unknown"' in other.text


async def test_nothing_sealed_is_forgotten(postgres: EmbeddedPostgres) -> None:
    """Each table that an erasure clears is shown, and of its byte strings every one is opened or but a digest."""
    connection = await asyncpg.connect(postgres.url(roles.OWNER))
    try:
        rows = await connection.fetch(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND udt_name = 'bytea'"
        )
    finally:
        await connection.close()
    sealed = {(row["table_name"], row["column_name"]) for row in rows if row["column_name"] not in DIGESTS}
    looked_at = 0
    for holding in HOLDINGS:
        for table, columns in holding.columns.items():
            showing = [each for each in holding.shown if each.table == table]
            opened = {name for each in showing for name in each.opened}
            wanted = {name for name in columns if (table, name) in sealed}
            assert showing or (table, holding.shown) == ("payment_fingerprint", ()), table
            assert wanted <= opened, table
            looked_at += len(wanted)
    assert looked_at >= 10
