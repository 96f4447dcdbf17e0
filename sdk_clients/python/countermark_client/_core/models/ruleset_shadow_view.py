# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.ruleset_shadow_change import RulesetShadowChange
    from ..models.ruleset_shadow_hour import RulesetShadowHour
    from ..models.ruleset_version_view import RulesetVersionView


T = TypeVar("T", bound="RulesetShadowView")


@_attrs_define
class RulesetShadowView:
    """What a version would have decided beside the one that does.

    another outcome. failed: for which it had its fallback alone. hours: newest first, 168 at most.

        Attributes:
            use_case (str):
            version (RulesetVersionView): One immutable version.

                RFC 8785 form of `{"fallback": …, "graph": …}`; the same stands in decisions and ledger entries. outcomes: all
                that it
                can give. facts: all that it reads. cost_us: microseconds of its worst case, as it was priced. author_member:
                whom the
                author's credential acted for. state: `checked`, `shadow`, `approved`, `active`, `retired` (it has decided) or
                `refused`.
            since (None | str): null when it is in the shadow no more; its counts stay. decisions: that it saw. changed: to
                which it would have given
            decisions (int):
            changed (int):
            failed (int):
            changes (list[RulesetShadowChange]):
            hours (list[RulesetShadowHour]):
    """

    use_case: str
    version: RulesetVersionView
    since: None | str
    decisions: int
    changed: int
    failed: int
    changes: list[RulesetShadowChange]
    hours: list[RulesetShadowHour]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.ruleset_shadow_change import RulesetShadowChange  # noqa: PLC0415
        from ..models.ruleset_shadow_hour import RulesetShadowHour  # noqa: PLC0415
        from ..models.ruleset_version_view import RulesetVersionView  # noqa: PLC0415

        d = dict(src_dict)
        use_case = d.pop("use_case")
        version = RulesetVersionView.from_dict(d.pop("version"))

        since = cast("None | str", d.pop("since"))
        decisions = d.pop("decisions")
        changed = d.pop("changed")
        failed = d.pop("failed")
        changes = []
        _changes = d.pop("changes")
        for changes_item_data in _changes:
            changes_item = RulesetShadowChange.from_dict(changes_item_data)

            changes.append(changes_item)

        hours = []
        _hours = d.pop("hours")
        for hours_item_data in _hours:
            hours_item = RulesetShadowHour.from_dict(hours_item_data)

            hours.append(hours_item)

        return cls(
            use_case=use_case,
            version=version,
            since=since,
            decisions=decisions,
            changed=changed,
            failed=failed,
            changes=changes,
            hours=hours,
        )
