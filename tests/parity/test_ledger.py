"""The ledger: the same entries, proofs and refusals on both faces, and answers that verify offline."""

import base64
import contextlib
import io
import json
import pathlib
from typing import cast
from uuid import uuid4

import msgspec
import pytest

from api.rest.ledger import HANDLERS
from core.ids import public
from ledger.entities import EpochProof
from ledger.verifier import cli, merkle, tiles
from ledger.verifier.canonical import decode
from ledger.verifier.checkpoints import open_checkpoint, parse_text
from ledger.verifier.note_keys import parse_key
from ledger.verifier.report import EXIT_INCOMPLETE
from tests.parity.faces import Parity
from tests.parity.test_payments import a_payment, sent
from tests.sequencing import close_epoch, sequence

ENTRY = public("ent", uuid4())


@pytest.fixture
async def sequenced(parity: Parity) -> Parity:
    """Payments of both faces in the log of the first tenant's sandbox, sequenced and signed once."""
    for _ in range(3):
        await sent(parity, a_payment())
    await sequence(parity.product)
    await close_epoch(parity.product)
    return parity


async def test_entries_and_proofs_are_the_same_on_both_faces(sequenced: Parity) -> None:
    """List, get, prove: one log, whoever asks how."""
    listed, _ = await sequenced.both("listLedgerEntries", {"limit": 2})
    assert listed.code == "ok"
    data = listed.body["data"]
    assert isinstance(data, list)
    assert len(data) == 2
    for entry in data:
        asked = {"entry_id": entry["id"]}
        assert (await sequenced.both("getLedgerEntry", asked))[0].body == entry
        assert (await sequenced.both("getEntryProof", asked))[0].body["state"] == "included"
    following, _ = await sequenced.both("listLedgerEntries", {"after": listed.body["next_after"]})
    assert following.body["data"]


async def test_checkpoints_consistency_and_keys_are_the_same(sequenced: Parity) -> None:
    """What an auditor keeps and pins."""
    latest, _ = await sequenced.both("getLatestCheckpoint")
    size = latest.body["size"]
    assert isinstance(size, int)
    assert (await sequenced.both("getCheckpoint", {"size": size}))[0].body == latest.body
    listed, _ = await sequenced.both("listCheckpoints", {"limit": 1})
    assert listed.body["data"] == [latest.body]
    await sequenced.both("getConsistencyProof", {"from_size": 1, "to_size": size})
    keys, _ = await sequenced.both("getLedgerKeys")
    assert [each["use"] for each in keys.body["keys"]] == ["log", "receipts", "super"]  # type: ignore[attr-defined]


async def test_epochs_are_the_same_and_prove_the_log(sequenced: Parity) -> None:
    """List, get, check: from the log's own checkpoint through its slot and the record to the public super-log."""
    listed, _ = await sequenced.both("listLedgerEpochs", {"limit": 1})
    newest = cast("list[dict[str, object]]", listed.body["data"])[0]
    found, _ = await sequenced.both("getLedgerEpoch", {"epoch": newest["epoch"]})
    proof = msgspec.convert(found.body, EpochProof, strict=False)
    assert {name: found.body[name] for name in newest} == newest
    log = await sequenced.both("getCheckpoint", {"size": proof.size})
    leaf = cast("dict[str, object]", decode(proof.leaf))
    assert leaf["root"] == base64.b64decode(str(log[0].body["root"]))
    merkle.verify_inclusion(proof.slot, proof.slots, merkle.leaf_hash(proof.leaf), proof.path, proof.root)
    record = cast("dict[str, object]", decode(proof.record))
    assert (record["epoch"], record["root"], record["slots"]) == (proof.epoch, proof.root, proof.slots)
    keys, _ = await sequenced.both("getLedgerKeys")
    pinned = [parse_key(each["verifier_key"]) for each in keys.body["keys"] if each["use"] == "super"]  # type: ignore[attr-defined]
    head = open_checkpoint(proof.checkpoint.encode(), pinned)
    record_hash = merkle.leaf_hash(proof.record)
    merkle.verify_inclusion(proof.epoch - 1, head.size, record_hash, proof.record_path, head.root)


async def test_the_super_log_is_anybodys(sequenced: Parity) -> None:
    """Without a credential: a static log whose entries are the records and lead to the checkpoint; caches may keep it."""
    rest = sequenced.product.rest
    checkpoint = await rest.get("/ledger/super/checkpoint")
    assert checkpoint.headers["content-type"] == "text/plain; charset=utf-8"
    assert checkpoint.headers["cache-control"] == "public, max-age=10"
    head = parse_text(checkpoint.text.split("\n\n")[0] + "\n")
    leaves: list[bytes] = []
    for tile in tiles.tiles_of(head.size):
        answer = await rest.get(f"/ledger/super/{tile.path()}")
        assert answer.status_code == 200, tile.path()
        age = "max-age=31536000, immutable" if tile.full else "max-age=10"
        assert answer.headers["cache-control"] == f"public, {age}"
        if tile.entries:
            leaves += [merkle.leaf_hash(entry) for entry in tiles.read_bundle(answer.content)]
    assert merkle.root(leaves) == head.root
    roots = await rest.get("/ledger/super/roots")
    assert (roots.status_code, roots.headers["content-type"]) == (200, "application/x-ndjson")
    for path in ("tile/0/x999/999", "tile/9/000", "nothing", "tile/0/%2E%2E/0/000"):
        assert (await rest.get(f"/ledger/super/{path}")).status_code == 404


async def test_a_log_s_next_key_is_made_alike(sequenced: Parity) -> None:
    """Each face appoints one; a second before the first signs is refused alike, and the keys tell who signs."""
    fresh = ("key_id", "verifier_key", "fingerprint", "entry_id")
    headers = sequenced.product.asha.headers
    over_rest = await sequenced.rest("rotateLedgerKey", {"kind": "ed25519"}, headers)
    assert over_rest.code == "ok"
    refused, _ = await sequenced.both("rotateLedgerKey", {})
    assert refused.code == "ledger_rotation_under_way"
    await sequence(sequenced.product)
    over_rpc = await sequenced.rpc("rotateLedgerKey", {}, headers)
    assert {**over_rpc.body, **dict.fromkeys(fresh)} == {**over_rest.body, **dict.fromkeys(fresh)}
    keys, _ = await sequenced.both("getLedgerKeys")
    told = [each["state"] for each in keys.body["keys"]]  # type: ignore[attr-defined]
    assert told == ["retired", "signing", "appointed", "signing", "signing"]


@pytest.mark.parametrize(
    ("operation", "asked", "code"),
    [
        ("getLedgerEntry", {"entry_id": ENTRY}, "ledger_entry_not_found"),
        ("getEntryProof", {"entry_id": ENTRY}, "ledger_entry_not_found"),
        ("getEntryProof", {"entry_id": "dec_1"}, "invalid_id"),
        ("listLedgerEntries", {"after": ENTRY}, "ledger_entry_not_found"),
        ("listLedgerEntries", {"limit": 101}, "invalid_request"),
        ("getConsistencyProof", {"from_size": 3, "to_size": 2}, "ledger_sizes_out_of_range"),
        ("getConsistencyProof", {"from_size": 1, "to_size": 10**12}, "ledger_sizes_out_of_range"),
        ("getConsistencyProof", {"from_size": -1, "to_size": 1}, "invalid_request"),
        ("getCheckpoint", {"size": 10**12}, "ledger_checkpoint_not_found"),
        ("getCheckpoint", {"size": -1}, "invalid_request"),
        ("listCheckpoints", {"after": "x"}, "invalid_request"),
        ("getLedgerEpoch", {"epoch": 10**12}, "ledger_epoch_not_found"),
        ("getLedgerEpoch", {"epoch": -1}, "invalid_request"),
        ("listLedgerEpochs", {"after": "x"}, "invalid_request"),
    ],
)
async def test_refusals_are_the_same(
    sequenced: Parity, operation: str, asked: dict[str, object], code: str
) -> None:
    """The same code, fields and fix on both faces."""
    rest, _ = await sequenced.both(operation, asked, ignored=("detail",))
    assert rest.code == code


async def test_another_tenant_finds_nothing(sequenced: Parity) -> None:
    """An entry of one tenant is not found by another, nor its checkpoint."""
    listed, _ = await sequenced.both("listLedgerEntries", {"limit": 1})
    entry_id = listed.body["data"][0]["id"]  # type: ignore[index]
    stranger = sequenced.product.other.live_key
    for operation in ("getLedgerEntry", "getEntryProof"):
        rest, _ = await sequenced.both(operation, {"entry_id": entry_id}, credential=stranger)
        assert rest.code == "ledger_entry_not_found"


async def test_answers_over_rest_verify_offline(sequenced: Parity, tmp_path: pathlib.Path) -> None:
    """A proof and an export, saved as they came, are accepted by the verifier against the pinned keys."""
    rest, headers = sequenced.product.rest, sequenced.product.asha.headers
    keys = (await rest.get("/api/v1/ledger/keys", headers=headers)).json()["keys"]
    trust = tmp_path / "trust.txt"
    trust.write_text("".join(f"{key['use']} {key['verifier_key']}\n" for key in keys))
    entries = (await rest.get("/api/v1/ledger/entries", headers=headers)).json()["data"]
    proof = await rest.get(f"/api/v1/ledger/proofs/{entries[-1]['id']}", headers=headers)
    (tmp_path / "proof.json").write_bytes(proof.content)
    answer = await rest.get("/api/v1/ledger/export", headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-tar")
    (tmp_path / "log.tar").write_bytes(answer.content)
    with contextlib.redirect_stdout(io.StringIO()):
        assert cli.main(["proof", str(tmp_path / "proof.json"), "--trust", str(trust)]) == 0
    with contextlib.redirect_stdout(io.StringIO()) as said:
        arguments = ["bundle", str(tmp_path / "log.tar"), "--trust", str(trust), "--json"]
        assert cli.main(arguments) == EXIT_INCOMPLETE
    states = {step["step"]: step["state"] for step in json.loads(said.getvalue())["steps"]}
    assert states.pop("receipts") == "not_run"
    assert set(states.values()) == {"passed"}


async def test_the_static_log_is_served_by_path(sequenced: Parity) -> None:
    """A tlog-tiles client finds the checkpoint and each tile under the prefix; tiles beyond the log and other paths are not found."""
    rest, headers = sequenced.product.rest, sequenced.product.asha.headers
    prefix = "/api/v1/ledger/tiles"
    checkpoint = await rest.get(f"{prefix}/checkpoint", headers=headers)
    assert checkpoint.headers["content-type"] == "application/octet-stream"
    for tile in tiles.tiles_of(int(checkpoint.text.split("\n")[1])):
        answer = await rest.get(f"{prefix}/{tile.path()}", headers=headers)
        assert answer.status_code == 200, tile.path()
        age = "max-age=31536000, immutable" if tile.full else "max-age=10"
        assert answer.headers["cache-control"] == f"private, {age}"
    for path in ("tile/0/x999/999", "tile/9/000", "nothing", "tile/0/%2E%2E/0/000"):
        assert (await rest.get(f"{prefix}/{path}", headers=headers)).status_code == 404


def test_every_operation_of_the_ledger_but_one_only_reads() -> None:
    """Nobody writes to the log through a face; its next key is asked for."""
    assert [each.operation_id for each in HANDLERS if each.method != "GET"] == ["rotateLedgerKey"]
