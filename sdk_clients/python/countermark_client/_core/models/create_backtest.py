# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.ruleset_draft import RulesetDraft


T = TypeVar("T", bound="CreateBacktest")


@_attrs_define
class CreateBacktest:
    """What to run over stored decisions.

    Attributes:
        since (datetime.datetime): from when decisions are looked at.
        version_id (None | str | Unset): a version that was pushed.
        draft (None | RulesetDraft | Unset): instead of it, a graph with its fallback, which is kept nowhere but in the
            backtest.
        until (datetime.datetime | None | Unset): up to when; without it, until now.
        passes (list[str] | Unset): outcomes that let an event through; every other one stops it.
        current (bool | Unset): compare the draft with what decides now, too, rather than with what was stored alone.
            Default: False.
        seed (int | Unset): of the sample of decisions that change; the same seed draws the same ones. Default: 0.
    """

    since: datetime.datetime
    version_id: None | str | Unset = UNSET
    draft: None | RulesetDraft | Unset = UNSET
    until: datetime.datetime | None | Unset = UNSET
    passes: list[str] | Unset = UNSET
    current: bool | Unset = False
    seed: int | Unset = 0

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.ruleset_draft import RulesetDraft  # noqa: PLC0415

        d = dict(src_dict)
        since = datetime.datetime.fromisoformat(d.pop("since"))

        version_id = cast("None | str | Unset", d.pop("version_id", UNSET))

        def _parse_draft(data: object) -> None | RulesetDraft | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                draft_type_0 = RulesetDraft.from_dict(data)

                return draft_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RulesetDraft | Unset, data)

        draft = _parse_draft(d.pop("draft", UNSET))

        def _parse_until(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                until_type_0 = datetime.datetime.fromisoformat(data)

                return until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        until = _parse_until(d.pop("until", UNSET))

        passes = cast(list[str], d.pop("passes", UNSET))

        current = d.pop("current", UNSET)
        seed = d.pop("seed", UNSET)
        return cls(
            since=since,
            version_id=version_id,
            draft=draft,
            until=until,
            passes=passes,
            current=current,
            seed=seed,
        )
