"""Who held what and when, rebuilt from entries alone."""

import dataclasses
import json
import pathlib

import pytest

from ledger import rehearsal
from ledger.verifier import cli, identifiers, roles
from ledger.verifier.entries import Entry
from ledger.verifier.report import Step
from ledger.verifier.roles import History, Holding
from tests.ledger.conftest import Log

ASHA, RAVI = identifiers.write("mbr", bytes([1] * 16)), identifiers.write("mbr", bytes([2] * 16))
OLD, NEW = identifiers.write("key", bytes([3] * 16)), identifiers.write("key", bytes([4] * 16))


def entry(typ: str, at: int, act: str, *refs: int, out: str | None = None) -> Entry:
    return Entry(
        typ=typ,
        log=bytes(16),
        eid=at.to_bytes(16, "big"),
        ts=at,
        act=act,
        out=out,
        model=None,
        rules=None,
        score=None,
        pc=(),
        refs=tuple(bytes([ref] * 16) for ref in refs),
    )


def held(*entries: Entry) -> list[Holding]:
    history = History()
    for one in entries:
        history.take(one)
    return history.holdings()


def test_a_member_from_invitation_to_removal() -> None:
    """Each role is a stretch with its beginning, its end, and who did it; the joining is by who invited."""
    assert held(
        entry("member.invite.v1", 1, ASHA, 9, out="analyst"),
        entry("member.join.v1", 2, RAVI, 2, 9, out="analyst"),
        entry("decision.v1", 3, "x", 2),
        entry("member.role.v1", 4, ASHA, 2, out="admin"),
        entry("member.remove.v1", 5, ASHA, 2),
    ) == [
        Holding(RAVI, "analyst", 2, ASHA, 4, ASHA),
        Holding(RAVI, "admin", 4, ASHA, 5, ASHA),
    ]


def test_a_time_beyond_any_calendar_is_told_as_a_number() -> None:
    """Entries state 64 bits of microseconds; the calendar ends long before."""
    (one,) = held(entry("member.join.v1", 2**64 - 1, ASHA, 2, 9, out="analyst"))
    assert "18446744073709551615" in roles.line_of(one)


def test_older_entries_without_a_role_lean_on_the_invitation() -> None:
    """A joining that names no role has that of its invitation; one whose invitation was taken back is not told."""
    invited = entry("member.invite.v1", 1, ASHA, 9, out="viewer")
    joined = entry("member.join.v1", 3, RAVI, 2, 9)
    assert held(invited, joined) == [Holding(RAVI, "viewer", 3, ASHA)]
    assert held(invited, entry("member.uninvite.v1", 2, ASHA, 9), joined) == [
        Holding(RAVI, "not told", 3, RAVI)
    ]


def test_keys_live_on_after_a_rotation_until_they_are_revoked() -> None:
    """Both work in the grace period; each names its scopes."""
    assert held(
        entry("key.create.v1", 1, ASHA, 3, out="decisions:create ledger:read"),
        entry("key.rotate.v1", 2, ASHA, 3, 4),
        entry("key.revoke.v1", 3, RAVI, 3),
        entry("key.revoke.v1", 4, RAVI, 8),
    ) == [
        Holding(OLD, "decisions:create ledger:read", 1, ASHA, 3, RAVI),
        Holding(NEW, "decisions:create ledger:read", 2, ASHA),
    ]


def test_clients_and_access_of_auditors() -> None:
    """A grant names whose access it is."""
    found = held(
        entry("client.create.v1", 1, ASHA, 5, out="ledger:read"),
        entry("access.grant.v1", 2, ASHA, 6, 2),
        entry("access.revoke.v1", 3, ASHA, 6),
        entry("access.grant.v1", 4, ASHA),
    )
    assert [(one.held, one.until_us) for one in found] == [("ledger:read", None), (f"access of {RAVI}", 3)]
    assert roles.line_of(found[0]).endswith("to now")


async def test_the_command_tells_only_of_bundles_that_verify(
    log: Log, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a whole export, in words and as JSON; of a forged one nothing, and the step's exit code."""
    made = log.entry(typ="member.role.v1", refs=(log.id,), out="auditor", score=None, pc=())
    await log.append([made])
    await log.signed(3)
    tar, trust = tmp_path / "log.tar", tmp_path / "trust"
    tar.write_bytes(b"".join([piece async for piece in await log.ledger.export(log.caller)]))
    keys = [key for key in (await log.ledger.keys(log.caller)).keys if key.use != "super"]
    trust.write_text("".join(f"{key.use} {key.verifier_key}\n" for key in keys))
    assert cli.main(["roles", str(tar), "--trust", str(trust)]) == 0
    member = identifiers.write("mbr", log.id.bytes)
    assert capsys.readouterr().out.startswith(f"{member}  auditor  from ")
    assert cli.main(["roles", str(tar), str(tar), "--trust", str(trust), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told[-1] == dataclasses.asdict(
        Holding(member, "auditor", int(made.at.timestamp() * 1_000_000 + 0.5), "key_test")
    )
    rehearsal.unpack(tar, tmp_path / "log")
    rehearsal.alter_entry(tmp_path / "log", tmp_path / "forged", 0)
    assert cli.main(["roles", str(tmp_path / "forged"), "--trust", str(trust)]) == Step.TREE
    assert member not in capsys.readouterr().out
