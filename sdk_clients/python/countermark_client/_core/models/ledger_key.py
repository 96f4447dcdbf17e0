# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.ledger_key_kind import LedgerKeyKind, check_ledger_key_kind
from ..models.ledger_key_state import LedgerKeyState, check_ledger_key_state
from ..models.ledger_key_use import LedgerKeyUse, check_ledger_key_use
from ..types import plain

T = TypeVar("T", bound="LedgerKey")


@_attrs_define
class LedgerKey:
    """A public key to pin.

    Attributes:
        use (LedgerKeyUse): log for checkpoints, receipts for receipts, super for checkpoints of the super-log.
        kind (LedgerKeyKind): algorithm of its signatures.
        state (LedgerKeyState): signing now; appointed by an entry that no signed checkpoint covers yet; retired once
            another replaced it.
        name (str): of the key: the log's origin, or the installation's.
        key_id (str): eight hex digits that signatures name.
        verifier_key (str): the key in the C2SP form, name+id+key: a line of a trust file is its use, a space and this.
        fingerprint (str): SHA-256 of the verifier key, hex in groups of four, to be compared by eye or by telephone.
        entry_id (None | str): the entry of the log that appointed it; null for the first key of a log, and for
            receipts.
    """

    use: LedgerKeyUse
    kind: LedgerKeyKind
    state: LedgerKeyState
    name: str
    key_id: str
    verifier_key: str
    fingerprint: str
    entry_id: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        use = check_ledger_key_use(d.pop("use"))

        kind = check_ledger_key_kind(d.pop("kind"))

        state = check_ledger_key_state(d.pop("state"))

        name = d.pop("name")
        key_id = d.pop("key_id")
        verifier_key = d.pop("verifier_key")
        fingerprint = d.pop("fingerprint")
        entry_id = cast("None | str", d.pop("entry_id"))
        return cls(
            use=use,
            kind=kind,
            state=state,
            name=name,
            key_id=key_id,
            verifier_key=verifier_key,
            fingerprint=fingerprint,
            entry_id=entry_id,
        )
