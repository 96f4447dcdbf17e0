# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.share import Share
    from ..models.side import Side


T = TypeVar("T", bound="Effect")


@_attrs_define
class Effect:
    """What the draft changes among some decisions.

    Attributes:
        changed (Share): count of `of`, with its 95 % score interval (Wilson 1927); None where there is nothing to count
            among.
        known (Share): count of `of`, with its 95 % score interval (Wilson 1927); None where there is nothing to count
            among.
        fraud (Side): Decisions of one truth: what stopped them before, what the draft stops, and what differs.
        good (Side): Decisions of one truth: what stopped them before, what the draft stops, and what differs.
        unknown (Side): Decisions of one truth: what stopped them before, what the draft stops, and what differs.
    """

    changed: Share
    known: Share
    fraud: Side
    good: Side
    unknown: Side

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.share import Share  # noqa: PLC0415
        from ..models.side import Side  # noqa: PLC0415

        d = dict(src_dict)
        changed = Share.from_dict(d.pop("changed"))

        known = Share.from_dict(d.pop("known"))

        fraud = Side.from_dict(d.pop("fraud"))

        good = Side.from_dict(d.pop("good"))

        unknown = Side.from_dict(d.pop("unknown"))

        return cls(
            changed=changed,
            known=known,
            fraud=fraud,
            good=good,
            unknown=unknown,
        )
