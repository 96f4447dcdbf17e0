# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.ledger_entry_state import LedgerEntryState, check_ledger_entry_state
from ..types import plain

T = TypeVar("T", bound="LedgerEntry")


@_attrs_define
class LedgerEntry:
    """One event as the log keeps it: no personal data, no amounts, only what anybody may check later.

    Attributes:
        id (str): of the entry; the same as the decision's or the change's it is about, with another prefix.
        state (LedgerEntryState): sequenced once it has its index; pending for the moment before.
        index (int | None): place in the log, from 0, for ever; null while pending.
        type_ (str): kind of event and version of its form, such as decision.v1.
        at (str): when it happened.
        actor (str): who did it: a key, a client, a member, or the system.
        outcome (None | str): short code of what came of it, where there is one.
        model_hash (None | str): SHA-256 of the model version that was used, hex.
        ruleset_hash (None | str): SHA-256 of the ruleset version that was used, hex.
        score_millionths (int | None): the score in millionths.
        commitments (list[str]): keyed hashes of the payloads, one for each data subject; opened by who holds the
            subject's key.
        refs (list[str]): ids (UUIDs) of what it speaks of.
        leaf_hash (str): SHA-256 of the entry as a leaf of the log.
        entry (str): the exact bytes that are hashed, deterministic CBOR.
    """

    id: str
    state: LedgerEntryState
    index: int | None
    type_: str
    at: str
    actor: str
    outcome: None | str
    model_hash: None | str
    ruleset_hash: None | str
    score_millionths: int | None
    commitments: list[str]
    refs: list[str]
    leaf_hash: str
    entry: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        state = check_ledger_entry_state(d.pop("state"))

        index = cast("int | None", d.pop("index"))
        type_ = d.pop("type")
        at = d.pop("at")
        actor = d.pop("actor")
        outcome = cast("None | str", d.pop("outcome"))
        model_hash = cast("None | str", d.pop("model_hash"))
        ruleset_hash = cast("None | str", d.pop("ruleset_hash"))
        score_millionths = cast("int | None", d.pop("score_millionths"))
        commitments = cast(list[str], d.pop("commitments"))

        refs = cast(list[str], d.pop("refs"))

        leaf_hash = d.pop("leaf_hash")
        entry = d.pop("entry")
        return cls(
            id=id,
            state=state,
            index=index,
            type_=type_,
            at=at,
            actor=actor,
            outcome=outcome,
            model_hash=model_hash,
            ruleset_hash=ruleset_hash,
            score_millionths=score_millionths,
            commitments=commitments,
            refs=refs,
            leaf_hash=leaf_hash,
            entry=entry,
        )


_RENAMED = {
    "type_": "type",
}
LedgerEntry._renamed = _RENAMED  # type: ignore[attr-defined]
