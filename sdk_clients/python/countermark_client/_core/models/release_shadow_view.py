# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.comparison_view import ComparisonView
    from ..models.release_view import ReleaseView
    from ..models.ruleset_shadow_view import RulesetShadowView


T = TypeVar("T", bound="ReleaseShadowView")


@_attrs_define
class ReleaseShadowView:
    """What a release would have done beside what decides, now or while it was there.

    on the score of the version that answers; null where it decides already, and for the default.

        Attributes:
            release (ReleaseView): One immutable release.

                another environment has the same. model_digest, ruleset_digest: as decisions name them. ruleset_version_id: null
                for the default;
                where thresholds were set, the version that was made for them. thresholds: every number that the ruleset names.
                state: `checked`,
                `shadow`, `approved`, `active`, `retired` (it has decided) or `refused`. author_member: whom the author's
                credential acted for.
            since (str):
            model (ComparisonView | None): its version beside the one that answers; null where it answers already. rules:
                its ruleset beside the one that decides,
            rules (None | RulesetShadowView):
    """

    release: ReleaseView
    since: str
    model: ComparisonView | None
    rules: None | RulesetShadowView

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.comparison_view import ComparisonView  # noqa: PLC0415
        from ..models.release_view import ReleaseView  # noqa: PLC0415
        from ..models.ruleset_shadow_view import RulesetShadowView  # noqa: PLC0415

        d = dict(src_dict)
        release = ReleaseView.from_dict(d.pop("release"))

        since = d.pop("since")

        def _parse_model(data: object) -> ComparisonView | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                model_type_0 = ComparisonView.from_dict(data)

                return model_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ComparisonView | None, data)

        model = _parse_model(d.pop("model"))

        def _parse_rules(data: object) -> None | RulesetShadowView:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                rules_type_0 = RulesetShadowView.from_dict(data)

                return rules_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RulesetShadowView, data)

        rules = _parse_rules(d.pop("rules"))

        return cls(
            release=release,
            since=since,
            model=model,
            rules=rules,
        )
