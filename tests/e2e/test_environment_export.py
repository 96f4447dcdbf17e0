"""What a customer takes away: one tar with all that is theirs, which checks itself, and nothing of anybody else's."""

import base64
import contextlib
import dataclasses
import datetime as dt
import hashlib
import io
import json
import pathlib
import tarfile
from collections.abc import AsyncIterator, Mapping
from uuid import uuid4

import asyncpg
import cbor2
import pytest

from app.wiring.explaining import answering
from app.wiring.leaving import environment_exports
from core import roles
from core.clock import ManualClock
from core.postgres import EmbeddedPostgres
from ledger.receipts import MERGE_DELAY_MAX
from ledger.verifier import cli
from ledger.verifier.report import EXIT_INCOMPLETE
from resolution.leaving.environment_exports import LINES_MAX, SUMS
from tenants.api_keys import CreateApiKey
from tenants.permissions import PERMISSIONS_OF_ROLE, Role
from tests.e2e.world import World, furnish
from tests.parity.faces import Parity
from tests.parity.test_payments import a_payment
from tests.product import Product, product
from tests.sequencing import close_epoch, sequence

KINDS = {
    "api-keys", "case-steps", "cases", "commission-agreements", "commission-statements", "decisions", "deployments", "feedback", "feeds",
    "gateway-attempts", "logins", "members", "model-versions", "oauth-clients", "payouts", "ruleset-versions", "transactions",
    "vendor-payments", "workflow-versions",
}  # fmt: skip
Files = Mapping[str, bytes]


@dataclasses.dataclass(frozen=True)
class Scene:
    """Two tenants with one of everything, the first with one payment in its live environment, too, and what the first took away."""

    running: Product
    parity: Parity
    owner: World
    tar: bytes

    @property
    def files(self) -> Files:
        return unpacked(self.tar)

    def lines(self, kind: str) -> list[dict[str, object]]:
        return lines_of(self.files, kind)


def unpacked(tar: bytes) -> Files:
    with tarfile.open(fileobj=io.BytesIO(tar)) as opened:
        found = [(each.name, opened.extractfile(each)) for each in opened]
        return {name: file.read() for name, file in found if file is not None}


def lines_of(files: Files, kind: str) -> list[dict[str, object]]:
    parts = [data for name, data in files.items() if name.startswith(f"{kind}/")]
    return [json.loads(line) for part in parts for line in part.splitlines()]


async def taken(running: Product, key: str) -> bytes:
    answer = await running.rest.get("/api/v1/environment/export", headers={"X-API-Key": key})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-tar")
    return answer.content


@pytest.fixture(scope="module")
async def scene(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    async with product(postgres, tmp_path_factory.mktemp("leaving")) as running:
        parity = Parity(running)
        owner = await furnish(running, running.asha, "plover")
        await furnish(running, running.other, "jackdaw")
        payment = {**a_payment(), "customer_id": "sparrow-customer"}
        live = {"x-api-key": running.asha.live_key}
        assert (await parity.rest("createTransaction", payment, live)).code == "ok"
        sign_in = {"customer_id": "plover-customer", "occurred_at": "2026-11-20T10:00:00Z", "succeeded": True}
        assert (await parity.rest("createLogin", sign_in, running.asha.headers)).code == "ok"
        await sequence(running)
        await close_epoch(running)
        yield Scene(running, parity, owner, await taken(running, running.asha.sandbox_key))


async def test_every_kind_is_in_it(scene: Scene) -> None:
    """Each has lines, of the ids that the world has, and payments stand there as they were sent."""
    assert {kind for kind in KINDS if not scene.lines(kind)} == set()
    own = {line["transaction"]["id"] for line in scene.lines("transactions") if line["transaction"]}  # type: ignore[index]
    assert scene.owner.ids["own_id"] in own
    assert scene.owner.ids["case_id"] in {line["id"] for line in scene.lines("cases")}


async def test_its_sums_are_those_of_its_files(scene: Scene) -> None:
    """`sha256sum -c SHA256SUMS` passes, and every file but the list is on it."""
    files = scene.files
    parted = [line.partition("  ") for line in files[SUMS].decode().splitlines()]
    told = {name: digest for digest, _, name in parted}
    assert told == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != SUMS}


async def test_rulesets_and_models_are_byte_for_byte(scene: Scene) -> None:
    """A ruleset hashes to its name; of a model version there is its manifest, and every file that it names, by the same SHA-256."""
    files = scene.files
    rulesets = {name: data for name, data in files.items() if name.startswith("rulesets/")}
    assert rulesets
    assert all(hashlib.sha256(data).hexdigest() in name for name, data in rulesets.items())
    assert {f"rulesets/{line['digest']}.json" for line in scene.lines("ruleset-versions")} <= rulesets.keys()
    own = [line for line in scene.lines("model-versions") if not line["starter"]]
    assert own
    for line in own:
        folder = f"models/{line['digest']}/"
        named = json.loads(files[f"{folder}manifest.json"])["files"]
        assert (
            named.items()
            <= {
                name.removeprefix(folder): hashlib.sha256(data).hexdigest()
                for name, data in files.items()
                if name.startswith(folder)
            }.items()
        )


async def test_a_decision_opens_its_commitment(scene: Scene) -> None:
    """What stands with a decision is what an auditor is handed for it, and its content is the same bytes."""
    line = next(each for each in scene.lines("decisions") if each["disclosure"])
    decision_id = line["decision"]["id"]  # type: ignore[index]
    told, _ = await scene.parity.both("discloseDecision", {"decision_id": decision_id})
    assert told.body == line["disclosure"]


async def test_its_log_verifies(scene: Scene, tmp_path: pathlib.Path) -> None:
    """The folder is an export as `countermark ledger export` writes it: every step that needs no receipts passes."""
    with tarfile.open(fileobj=io.BytesIO(scene.tar)) as opened:
        opened.extractall(tmp_path, filter="data")
    log = tmp_path / "ledger"
    (tmp_path / "trust.txt").write_bytes((log / "keys.txt").read_bytes())
    arguments = ["bundle", str(log), "--trust", str(tmp_path / "trust.txt"), "--json"]
    with contextlib.redirect_stdout(io.StringIO()) as said:
        assert cli.main(arguments) == EXIT_INCOMPLETE
    states = {step["step"]: step["state"] for step in json.loads(said.getvalue())["steps"]}
    assert states.pop("receipts") == "not_run"
    assert set(states.values()) == {"passed"}


async def test_its_receipts_are_kept(scene: Scene, tmp_path: pathlib.Path) -> None:
    """Those that are due go along, and the verifier finds each promise kept by the log beside them: nothing is left open."""
    running = scene.running
    later = ManualClock(dt.datetime.now(dt.UTC) + 2 * MERGE_DELAY_MAX)
    base = dataclasses.replace(running.base, clock=later, true_clock=later)
    inference = await answering(base)
    try:
        exports = await environment_exports(base, inference)
        tar = b"".join([piece async for piece in await exports.export(running.asha.system)])
    finally:
        await inference.decisions.close()
    assert not any(name.startswith("receipts/") for name in scene.files)
    with tarfile.open(fileobj=io.BytesIO(tar)) as opened:
        opened.extractall(tmp_path, filter="data")
    log, receipts = tmp_path / "ledger", tmp_path / "receipts" / "000001.ndjson"
    assert len(receipts.read_text().splitlines()) == len(lines_of(unpacked(tar), "decisions"))
    (tmp_path / "trust.txt").write_bytes((log / "keys.txt").read_bytes())
    arguments = [
        "bundle",
        str(log),
        "--trust",
        str(tmp_path / "trust.txt"),
        "--receipts",
        str(receipts),
        "--json",
    ]
    with contextlib.redirect_stdout(io.StringIO()) as said:
        assert cli.main(arguments) == 0
    states = {step["step"]: step["state"] for step in json.loads(said.getvalue())["steps"]}
    assert states["receipts"] == "passed"


async def test_nothing_of_others_is_in_it(scene: Scene) -> None:
    """Neither another tenant's words and ids, nor those of the tenant's own live environment."""
    other = scene.running.other
    for word in (b"jackdaw", b"sparrow", str(other.tenant.id).encode(), other.tenant.name.encode()):
        assert word not in scene.tar


async def test_no_secret_is_in_it(scene: Scene, postgres: EmbeddedPostgres) -> None:
    """No key, no hash of one, no wrapped key and no second factor, in any usual writing."""
    database = await asyncpg.connect(postgres.url(roles.OWNER))
    columns = (
        ("api_key", "secret_hash"), ("oauth_client", "secret_hash"), ("vault_key", "wrapped_kek"), ("vault_data_key", "wrapped_key"),
        ("subject", "wrapped_key"), ("session", "secret_hash"), ("webhook_secret", "sealed"), ("member", "sealed_totp"),
        ("installation_key", "wrapped"),
    )  # fmt: skip
    try:
        kept = {
            bytes(row[0])
            for table, column in columns
            for row in await database.fetch(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
        }
    finally:
        await database.close()
    secrets = {form for each in kept for form in (each, each.hex().encode(), base64.b64encode(each))}
    secrets.add(scene.running.asha.sandbox_key.rsplit("_", 1)[1].encode())
    assert len(secrets) > 10
    assert {each for each in secrets if each in scene.tar} == set()


async def test_both_faces_hand_out_the_same(scene: Scene) -> None:
    """Whole over REST, in pieces over gRPC; refused alike to who may do everything else."""
    file, _ = await scene.parity.both("exportEnvironment")
    assert file.code == "ok"
    wanted = CreateApiKey(name="all but one", scopes=sorted(PERMISSIONS_OF_ROLE[Role.ADMIN]))
    made = await scene.running.services.api_keys.create(scene.running.asha.system, wanted)
    refused, _ = await scene.parity.both("exportEnvironment", credential=made.text)
    assert refused.code == "permission_denied"


async def test_each_is_one_entry(scene: Scene) -> None:
    """Whoever takes all away is in the log, even who stops reading after the first piece; nothing else is entered by it."""
    running = scene.running
    before = await entered(running)
    pieces = await running.services.environment_exports.export(running.asha.system)
    assert b"environment.json" in await anext(pieces)
    await pieces.aclose()  # type: ignore[attr-defined]  # an async generator's
    assert (await entered(running))[len(before) :] == ["environment.export.v1"]


async def entered(running: Product) -> list[str]:
    async with running.base.database.transaction(running.asha.system.environment_id) as tx:
        rows = await tx.fetch("SELECT entry FROM ledger_intake ORDER BY seq")
    return [cbor2.loads(row["entry"])["typ"] for row in rows]


async def test_many_rows_come_in_parts(scene: Scene) -> None:
    """A thousand lines to a file, over pages of a hundred, each once; and who was erased is in none of them."""
    running = scene.running
    key, erased = running.other.sandbox_key, f"gone-{uuid4()}"
    payments = [{**a_payment(), "id": f"p-{number}", "customer_id": erased} for number in range(LINES_MAX)]
    for some in (payments, [{**a_payment(), "id": "p-last"}]):
        answer = await running.rest.post(
            "/api/v1/transactions/bulk", json={"items": some}, headers={"X-API-Key": key}
        )
        assert answer.status_code < 300, answer.text
    await sequence(running, running.other.system.environment_id)
    before = unpacked(await taken(running, key))
    told = lines_of(before, "transactions")
    assert [name for name in before if name.startswith("transactions/")] == [
        "transactions/000001.ndjson",
        "transactions/000002.ndjson",
    ]
    assert len({line["id"] for line in told}) == len(told) > LINES_MAX
    answer = await running.rest.delete(f"/api/v1/customers/{erased}", headers={"X-API-Key": key})
    assert answer.status_code == 200
    after = await taken(running, key)
    assert erased.encode() not in after
