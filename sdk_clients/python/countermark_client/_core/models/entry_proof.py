# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.entry_proof_state import EntryProofState, check_entry_proof_state
from ..types import plain

T = TypeVar("T", bound="EntryProof")


@_attrs_define
class EntryProof:
    """That an entry is in the log. Save it and check it offline with `countermark-verify proof`.

    Attributes:
        log_id (str): the log, which is the environment.
        entry_id (str): the entry that is proven.
        state (EntryProofState): included, or pending while no signed checkpoint covers the entry yet: ask again in a
            second.
        entry (str): the exact bytes that are hashed, deterministic CBOR.
        leaf_hash (str): SHA-256 of the entry as a leaf of the log.
        leaf_index (int | None): place in the log, from 0; null while pending.
        checkpoint (None | str): the newest signed checkpoint, a C2SP note; null while pending.
        path (list[str] | None): hashes from the leaf to the checkpoint's root, RFC 6962; null while pending.
    """

    log_id: str
    entry_id: str
    state: EntryProofState
    entry: str
    leaf_hash: str
    leaf_index: int | None
    checkpoint: None | str
    path: list[str] | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        log_id = d.pop("log_id")
        entry_id = d.pop("entry_id")
        state = check_entry_proof_state(d.pop("state"))

        entry = d.pop("entry")
        leaf_hash = d.pop("leaf_hash")
        leaf_index = cast("int | None", d.pop("leaf_index"))
        checkpoint = cast("None | str", d.pop("checkpoint"))

        def _parse_path(data: object) -> list[str] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                path_type_0 = cast(list[str], data)

                return path_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None, data)

        path = _parse_path(d.pop("path"))

        return cls(
            log_id=log_id,
            entry_id=entry_id,
            state=state,
            entry=entry,
            leaf_hash=leaf_hash,
            leaf_index=leaf_index,
            checkpoint=checkpoint,
            path=path,
        )
