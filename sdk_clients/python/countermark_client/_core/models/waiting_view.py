# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.waiting_view_basis_type_0 import WaitingViewBasisType0, check_waiting_view_basis_type_0
from ..models.waiting_view_stage import WaitingViewStage, check_waiting_view_stage
from ..types import plain

T = TypeVar("T", bound="WaitingView")


@_attrs_define
class WaitingView:
    """The stage that it is in, beside what is usual.

    Attributes:
        stage (WaitingViewStage):
        since (str):
        waited_s (int): without what it was on hold.
        on_hold (bool):
        basis (None | WaitingViewBasisType0): whose history is compared with: this payee's at this bank, the gateway's,
            the bank's, the method's, or all of the stage.
        count (int | None): how many ended stages that is; at least 30, else nothing is usual.
        usual_from (None | str): of ten that waited so long, eight end between this
        usual_to (None | str): and this.
        longer_than_usual (bool): by three standard deviations.
    """

    stage: WaitingViewStage
    since: str
    waited_s: int
    on_hold: bool
    basis: None | WaitingViewBasisType0
    count: int | None
    usual_from: None | str
    usual_to: None | str
    longer_than_usual: bool

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        stage = check_waiting_view_stage(d.pop("stage"))

        since = d.pop("since")
        waited_s = d.pop("waited_s")
        on_hold = d.pop("on_hold")

        def _parse_basis(data: object) -> None | WaitingViewBasisType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                basis_type_0 = check_waiting_view_basis_type_0(data)

                return basis_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | WaitingViewBasisType0, data)

        basis = _parse_basis(d.pop("basis"))

        count = cast("int | None", d.pop("count"))
        usual_from = cast("None | str", d.pop("usual_from"))
        usual_to = cast("None | str", d.pop("usual_to"))
        longer_than_usual = d.pop("longer_than_usual")
        return cls(
            stage=stage,
            since=since,
            waited_s=waited_s,
            on_hold=on_hold,
            basis=basis,
            count=count,
            usual_from=usual_from,
            usual_to=usual_to,
            longer_than_usual=longer_than_usual,
        )
