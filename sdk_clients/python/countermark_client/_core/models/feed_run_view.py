# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.feed_run_view_state import FeedRunViewState, check_feed_run_view_state
from ..types import plain

T = TypeVar("T", bound="FeedRunView")


@_attrs_define
class FeedRunView:
    """One thing that a feed took. import_id, batch_id: what works it off. error: the code of what ended it.

    Attributes:
        id (str):
        feed_id (str):
        state (FeedRunViewState):
        bytes_ (int):
        import_id (None | str):
        batch_id (None | str):
        transaction_id (None | str):
        decision_id (None | str):
        outcome (None | str):
        taken (int):
        refused (int):
        repeated (int):
        error (None | str):
        started_at (str):
        ended_at (None | str):
    """

    id: str
    feed_id: str
    state: FeedRunViewState
    bytes_: int
    import_id: None | str
    batch_id: None | str
    transaction_id: None | str
    decision_id: None | str
    outcome: None | str
    taken: int
    refused: int
    repeated: int
    error: None | str
    started_at: str
    ended_at: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        feed_id = d.pop("feed_id")
        state = check_feed_run_view_state(d.pop("state"))

        bytes_ = d.pop("bytes")
        import_id = cast("None | str", d.pop("import_id"))
        batch_id = cast("None | str", d.pop("batch_id"))
        transaction_id = cast("None | str", d.pop("transaction_id"))
        decision_id = cast("None | str", d.pop("decision_id"))
        outcome = cast("None | str", d.pop("outcome"))
        taken = d.pop("taken")
        refused = d.pop("refused")
        repeated = d.pop("repeated")
        error = cast("None | str", d.pop("error"))
        started_at = d.pop("started_at")
        ended_at = cast("None | str", d.pop("ended_at"))
        return cls(
            id=id,
            feed_id=feed_id,
            state=state,
            bytes_=bytes_,
            import_id=import_id,
            batch_id=batch_id,
            transaction_id=transaction_id,
            decision_id=decision_id,
            outcome=outcome,
            taken=taken,
            refused=refused,
            repeated=repeated,
            error=error,
            started_at=started_at,
            ended_at=ended_at,
        )


_RENAMED = {
    "bytes_": "bytes",
}
FeedRunView._renamed = _RENAMED  # type: ignore[attr-defined]
