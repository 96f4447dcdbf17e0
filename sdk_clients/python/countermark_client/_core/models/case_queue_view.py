# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.queue_settings import QueueSettings


T = TypeVar("T", bound="CaseQueueView")


@_attrs_define
class CaseQueueView:
    """A queue of cases. open: not closed. overdue: of those, past their time.

    Attributes:
        name (str):
        settings (QueueSettings):
        open_ (int):
        overdue (int):
    """

    name: str
    settings: QueueSettings
    open_: int
    overdue: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.queue_settings import QueueSettings  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")
        settings = QueueSettings.from_dict(d.pop("settings"))

        open_ = d.pop("open")
        overdue = d.pop("overdue")
        return cls(
            name=name,
            settings=settings,
            open_=open_,
            overdue=overdue,
        )


_RENAMED = {
    "open_": "open",
}
CaseQueueView._renamed = _RENAMED  # type: ignore[attr-defined]
