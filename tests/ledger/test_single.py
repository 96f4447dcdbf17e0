"""`countermark-verify receipt`, `proof` and `opening`: one document each, with an exit code for each way to fail."""

import base64
import contextlib
import dataclasses
import io
import json
import pathlib

import msgspec
import pytest

from core import ids, intake
from ledger.receipts import MERGE_DELAY_MAX, Statement, encode
from ledger.verifier import cli
from ledger.verifier.report import EXIT_INCOMPLETE, EXIT_UNREADABLE, Step
from tenants.vault import EnvironmentVault, SubjectKey
from tests.ledger.conftest import Log

PAYLOAD = b'{"amount_minor":25075}'


def run(*arguments: object) -> int:
    with contextlib.redirect_stdout(io.StringIO()):
        return cli.main([str(argument) for argument in arguments])


@dataclasses.dataclass
class Handed:
    """What a customer of the log holds: files."""

    trust: pathlib.Path
    receipt: pathlib.Path
    proof: pathlib.Path
    other_proof: pathlib.Path
    opening: pathlib.Path


@pytest.fixture
async def handed(log: Log, tmp_path: pathlib.Path) -> Handed:
    vault = EnvironmentVault(log.id, {1: bytes(32)}, 1, bytes(range(32)))
    subject: SubjectKey = vault.new_subject(log.id)[0]
    eid = ids.uuid7(log.clock)
    entry = log.entry(eid=eid, pc=(bytes(32), subject.commit(eid, PAYLOAD)))
    other = log.entry()
    await log.append([other, entry])
    await log.signed(3)
    keys = (await log.ledger.keys(log.caller)).keys
    statement = Statement(
        log=log.id,
        leaf=intake.leaf_hash(intake.encode(entry)),
        eid=eid,
        issued_at=entry.at,
        due=entry.at + MERGE_DELAY_MAX,
    )
    opening = {
        "entry_id": ids.public("ent", eid),
        "payload": base64.b64encode(PAYLOAD).decode(),
        "commitment_key": base64.b64encode(subject.commitment_key(eid)).decode(),
    }
    files = {
        "trust": "".join(f"{key.use} {key.verifier_key}\n" for key in keys).encode(),
        "receipt": encode(log.signer.sign_batch([statement])[0]),
        "proof": msgspec.json.encode(await log.ledger.proof(log.caller, eid)),
        "other_proof": msgspec.json.encode(await log.ledger.proof(log.caller, other.eid)),
        "opening": json.dumps(opening).encode(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    return Handed(**{name: tmp_path / name for name in files})


async def test_a_kept_promise_verifies(handed: Handed) -> None:
    """Receipt, proof and opening of one entry, with the pinned keys: all verified."""
    assert run("receipt", handed.receipt, "--proof", handed.proof, "--trust", handed.trust) == 0
    assert run("proof", handed.proof, "--trust", handed.trust) == 0
    assert run("opening", handed.opening, "--proof", handed.proof, "--trust", handed.trust) == 0


async def test_what_is_missing_leaves_the_answer_open(handed: Handed) -> None:
    """Without the pinned keys, or without the proof of a receipt, nothing is verified."""
    for arguments in (
        ("receipt", handed.receipt, "--trust", handed.trust),
        ("receipt", handed.receipt, "--proof", handed.proof),
        ("proof", handed.proof),
        ("opening", handed.opening, "--proof", handed.proof),
    ):
        assert run(*arguments) == EXIT_INCOMPLETE


async def test_a_proof_of_another_entry_keeps_no_promise(handed: Handed) -> None:
    """A sound proof of something else is refused, for a receipt and for an opening."""
    trust = ("--trust", handed.trust)
    assert run("receipt", handed.receipt, "--proof", handed.other_proof, *trust) == Step.INCLUSION
    assert run("opening", handed.opening, "--proof", handed.other_proof, *trust) == Step.COMMITMENT


@pytest.mark.parametrize(
    ("field", "value"),
    [("payload", base64.b64encode(b"{}").decode()), ("commitment_key", base64.b64encode(bytes(32)).decode())],
)
async def test_another_payload_or_key_opens_nothing(handed: Handed, field: str, value: str) -> None:
    """A commitment opens to one payload, with one key."""
    handed.opening.write_text(json.dumps({**json.loads(handed.opening.read_text()), field: value}))
    arguments = ("opening", handed.opening, "--proof", handed.proof, "--trust", handed.trust)
    assert run(*arguments) == Step.COMMITMENT


async def test_a_forged_receipt_is_named(handed: Handed) -> None:
    """A deadline moved is a receipt that nobody signed."""
    document = json.loads(handed.receipt.read_text())
    handed.receipt.write_text(json.dumps({**document, "due_at_us": document["due_at_us"] + 1}))
    arguments = ("receipt", handed.receipt, "--proof", handed.proof, "--trust", handed.trust)
    assert run(*arguments) == Step.RECEIPTS


@pytest.mark.parametrize("text", ["", "log x\n", "whatever\n", "receipts a+b+c\n"])
async def test_keys_that_cannot_be_used(handed: Handed, text: str) -> None:
    """An empty trust file fails its step; one that is none cannot be read."""
    handed.trust.write_text(text)
    expected = EXIT_UNREADABLE if text else Step.TRUST
    for arguments in (
        ("receipt", handed.receipt, "--proof", handed.proof),
        ("proof", handed.proof),
        ("opening", handed.opening, "--proof", handed.proof),
    ):
        assert run(*arguments, "--trust", handed.trust) == expected


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b'{"v":1,"v":1}', b"[" * 100_000])
async def test_a_file_that_is_no_json(handed: Handed, data: bytes) -> None:
    """What cannot be read has its own exit code, whatever it is."""
    handed.proof.write_bytes(data)
    assert run("proof", handed.proof, "--trust", handed.trust) == EXIT_UNREADABLE
    handed.proof.unlink()
    assert run("proof", handed.proof, "--trust", handed.trust) == EXIT_UNREADABLE


@pytest.mark.parametrize("data", [b"null", b"[]", b"1", b"{}", b'"x"'])
async def test_json_that_is_something_else(handed: Handed, data: bytes) -> None:
    """Any other JSON in place of any document is refused at the step that reads it."""
    for path, step, command in (
        (handed.proof, Step.INCLUSION, "proof"),
        (handed.receipt, Step.RECEIPTS, "receipt"),
        (handed.opening, Step.COMMITMENT, "opening"),
    ):
        whole = path.read_bytes()
        path.write_bytes(data)
        extra = () if command == "proof" else ("--proof", handed.proof)
        assert run(command, path, *extra, "--trust", handed.trust) == step
        path.write_bytes(whole)


def test_wrong_use_is_2() -> None:
    """Unknown commands and missing arguments are neither verified nor refused."""
    for arguments in ([], ["nothing"], ["proof"], ["opening", "x"]):
        with pytest.raises(SystemExit) as stopped, contextlib.redirect_stderr(io.StringIO()):
            cli.main(arguments)
        assert stopped.value.code == 2
