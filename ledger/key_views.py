"""Keys as callers see them, and what of them is printed and published to be compared by a second way."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from core import ids
from ledger.entities import LedgerKey
from ledger.keys import PublicKey
from ledger.verifier.note_keys import ED25519, VerifierKey
from ledger.verifier.published import fingerprint

KeyUse: TypeAlias = Literal["log", "receipts", "super"]
KeyKind: TypeAlias = Literal["ed25519", "ml_dsa_44"]
KeyState: TypeAlias = Literal["signing", "appointed", "retired"]


def log_keys(public: Sequence[PublicKey], size: int) -> list[LedgerKey]:
    """Show every key of a log as of its newest checkpoint, of `size`. public: oldest first."""
    newest = {one.key.kind: one for one in public if one.signs_at(size)}
    return [log_key(one, _state(one, size, is_newest=newest.get(one.key.kind) is one)) for one in public]


def log_key(one: PublicKey, state: KeyState) -> LedgerKey:
    return _view("log", one.key, state, None if one.eid is None else ids.public("ent", one.eid))


def installation_key(use: KeyUse, key: VerifierKey) -> LedgerKey:
    return _view(use, key, "signing", None)


def _view(use: KeyUse, key: VerifierKey, state: KeyState, entry_id: str | None) -> LedgerKey:
    return LedgerKey(
        use=use,
        kind="ed25519" if key.kind == ED25519 else "ml_dsa_44",
        state=state,
        name=key.name,
        key_id=key.key_id.hex(),
        verifier_key=str(key),
        fingerprint=fingerprint(key),
        entry_id=entry_id,
    )


def _state(one: PublicKey, size: int, *, is_newest: bool) -> KeyState:
    if not one.signs_at(size):
        return "appointed"
    return "signing" if is_newest else "retired"
