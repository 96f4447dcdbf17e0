# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.epoch_anchor_state import EpochAnchorState, check_epoch_anchor_state
from ..types import plain

T = TypeVar("T", bound="EpochAnchor")


@_attrs_define
class EpochAnchor:
    """The root of the super-log as a contract on a chain keeps it. One anchor covers every epoch up to its own.

    Attributes:
        chain_id (int): of the chain: 1 is Ethereum.
        contract (str): address of the contract `LogAnchor`, 0x-hex.
        epoch (int): that is anchored.
        root (str): of the super-log at that size, 0x-hex.
        bundle_digest (str): SHA-256 of the epoch's public manifest, 0x-hex; zeros where none was made.
        tx_hash (str): of the transaction, 0x-hex.
        state (EpochAnchorState): submitted to the chain's nodes; mined in a block; confirmed under as many blocks as
            the service waits for.
        block_number (int | None): of its block; null while submitted.
        block_hash (None | str): of its block, 0x-hex; null while submitted.
        confirmations (int | None): blocks on it, its own included, when the chain was last looked at; null while
            submitted.
        submitted_at (str): when it was signed.
        confirmed_at (None | str): when it was seen confirmed; null before.
    """

    chain_id: int
    contract: str
    epoch: int
    root: str
    bundle_digest: str
    tx_hash: str
    state: EpochAnchorState
    block_number: int | None
    block_hash: None | str
    confirmations: int | None
    submitted_at: str
    confirmed_at: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        chain_id = d.pop("chain_id")
        contract = d.pop("contract")
        epoch = d.pop("epoch")
        root = d.pop("root")
        bundle_digest = d.pop("bundle_digest")
        tx_hash = d.pop("tx_hash")
        state = check_epoch_anchor_state(d.pop("state"))

        block_number = cast("int | None", d.pop("block_number"))
        block_hash = cast("None | str", d.pop("block_hash"))
        confirmations = cast("int | None", d.pop("confirmations"))
        submitted_at = d.pop("submitted_at")
        confirmed_at = cast("None | str", d.pop("confirmed_at"))
        return cls(
            chain_id=chain_id,
            contract=contract,
            epoch=epoch,
            root=root,
            bundle_digest=bundle_digest,
            tx_hash=tx_hash,
            state=state,
            block_number=block_number,
            block_hash=block_hash,
            confirmations=confirmations,
            submitted_at=submitted_at,
            confirmed_at=confirmed_at,
        )
