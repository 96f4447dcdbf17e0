"""The history of a log's keys, rebuilt from the log itself: who knows one key of it learns the next, and the ones before.

`ledger.key.v1` appoints a key: `rules` is the SHA-256 of the new key's text (name+id+key), `model` that of the key that it
replaces, absent for the first key of a kind, and `out` names the kind. The key signs from the first checkpoint that covers the
entry; that one bears the signature of the replaced key as well. Format: docs/decisions/0062.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger.verifier.checkpoints import SignedCheckpoint
from ledger.verifier.entries import Entry, read_entry
from ledger.verifier.note_keys import ED25519, ML_DSA_44, VerifierKey

APPOINTED = "ledger.key.v1"
KIND_CODES = {ED25519: "ed25519", ML_DSA_44: "ml_dsa_44"}
KIND_OF_CODE = {code: kind for kind, code in KIND_CODES.items()}


class KeysRefused(Exception):
    """A checkpoint was signed by a key that the log did not appoint, or by one that it replaced."""


@dataclass(frozen=True)
class Appointment:
    """An entry that makes a key the log's. place: of the entry. replaced: None for the first key of its kind by an entry."""

    place: int
    kind: int
    key: bytes
    replaced: bytes | None


@dataclass(frozen=True)
class Reign:
    """A key and the checkpoints that it signs: of sizes above `after`, to the next reign of its kind."""

    after: int
    key: VerifierKey


def read_appointment(place: int, entry: Entry) -> Appointment:
    """Raises: KeysRefused when the entry does not say what it must."""
    kind = KIND_OF_CODE.get(entry.out or "")
    if kind is None or entry.rules is None:
        raise KeysRefused(f"entry {place} appoints a key, and does not say which")
    return Appointment(place, kind, entry.rules, entry.model)


def digest_of(key: VerifierKey) -> bytes:
    return hashlib.sha256(str(key).encode()).digest()


def check_keys(
    pinned: Sequence[VerifierKey],
    named: Sequence[VerifierKey],
    notable: Sequence[tuple[int, bytes]],
    published: Sequence[SignedCheckpoint],
    origin: str,
) -> str:
    """Follow a log from a key that is pinned to all that signed. To be asked of a log whose entries are recomputed.

    notable: index and bytes of entries, those of keys among them. published: every checkpoint of the log, oldest first.
    Returns: what was found, for people. Raises: KeysRefused.
    """
    entries = ((place, read_entry(data)) for place, data in notable)
    appointments = [read_appointment(place, entry) for place, entry in entries if entry.typ == APPOINTED]
    line = reigns(named, appointments, origin)
    check_reigns(line, published)
    if not any(key in pinned for one in published for key in one.signers):
        raise KeysRefused("no checkpoint was signed by a key that is pinned")
    found = [reign.key for reign in line if reign.key not in pinned]
    if not found:
        return f"each signed by the key of its time, of {len(line)}"
    return f"the log itself appoints {len(found)} keys that are not pinned: {', '.join(map(str, found))}"


def reigns(named: Iterable[VerifierKey], appointments: Sequence[Appointment], origin: str) -> list[Reign]:
    """Put the keys that an export names into the order in which the log appointed them, by kind.

    appointments: oldest first. Every named key of the log has its place, every appointment its key, and an entry names the key
    that it replaces. Raises: KeysRefused.
    """
    found: list[Reign] = []
    for kind in (ED25519, ML_DSA_44):
        keys = {digest_of(key): key for key in named if key.name == origin and key.kind == kind}
        of_kind = [one for one in appointments if one.kind == kind]
        first = keys.keys() - {one.key for one in of_kind}
        if len(first) > (1 if kind == ED25519 else 0):
            raise KeysRefused(f"the export names a key of {KIND_CODES[kind]} that the log never appointed")
        before = next(iter(first), None)
        if before is not None:
            found.append(Reign(-1, keys[before]))
        for one in of_kind:
            if one.key not in keys:
                raise KeysRefused(f"entry {one.place} appoints a key that the export does not name")
            if one.replaced != before:
                raise KeysRefused(
                    f"entry {one.place} replaces another key than the one that signed before it"
                )
            found.append(Reign(one.place, keys[one.key]))
            before = one.key
    return found


def check_reigns(found: Sequence[Reign], signed: Sequence[SignedCheckpoint]) -> None:
    """Hold every checkpoint to the keys of its time. signed: as they were published, oldest first. Raises: KeysRefused."""
    for kind in (ED25519, ML_DSA_44):
        line = [reign for reign in found if reign.key.kind == kind]
        before = next((reign.key for reign in line if reign.after < 0), None)
        for one in signed:
            size = one.checkpoint.size
            now = next((reign.key for reign in reversed(line) if reign.after < size), None)
            owed = {now, before} if before != now else {now}
            owed.discard(None)
            # A second kind of key may be switched off; the first kind signs always.
            if kind == ED25519 or any(key.kind == kind for key in one.signers):
                _require(owed, one)
            before = now


def _require(owed: Iterable[VerifierKey | None], signed: SignedCheckpoint) -> None:
    for key in owed:
        if key is not None and key not in signed.signers:
            raise KeysRefused(
                f"the checkpoint of {signed.checkpoint.size} entries lacks the signature of the key {key.key_id.hex()}, "
                "which the log had appointed"
            )
