# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.comparison_view_role import ComparisonViewRole, check_comparison_view_role
from ..types import plain

if TYPE_CHECKING:
    from ..models.arm_view import ArmView
    from ..models.difference import Difference
    from ..models.guarded import Guarded


T = TypeVar("T", bound="ComparisonView")


@_attrs_define
class ComparisonView:
    """A challenger or a shadow beside its champion, as of now. It may be read at any time and as often as you like.

    of events with the same outcome. passed_over: questions of the candidate's share that it did not get, because they
    lacked columns which it
    takes and the champion does not; the champion decided about them, and a shadow did not score them. differences:
    candidate minus champion. breached: whether a guardrail is beyond its limit.

        Attributes:
            deployment_id (str):
            use_case (str):
            role (ComparisonViewRole):
            since (str):
            until (str):
            level (float): of each interval, at all times at once. candidate: the challenger or the shadow. agreement: of a
                shadow, the part
            champion (ArmView): What one side did. deployment_id: null where the starter answers that nobody deployed.

                and slow_rate of all runs of the model. judged: how many of them have a truth by now. brier_score: mean squared
                error of
                their probabilities, lower is better. approved_event_rate: how many that were approved came true all the same.
            candidate (ArmView): What one side did. deployment_id: null where the starter answers that nobody deployed.

                and slow_rate of all runs of the model. judged: how many of them have a truth by now. brier_score: mean squared
                error of
                their probabilities, lower is better. approved_event_rate: how many that were approved came true all the same.
            agreement (float | None):
            passed_over (int):
            differences (list[Difference]):
            guardrails (list[Guarded]):
            breached (bool):
    """

    deployment_id: str
    use_case: str
    role: ComparisonViewRole
    since: str
    until: str
    level: float
    champion: ArmView
    candidate: ArmView
    agreement: float | None
    passed_over: int
    differences: list[Difference]
    guardrails: list[Guarded]
    breached: bool

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.arm_view import ArmView  # noqa: PLC0415
        from ..models.difference import Difference  # noqa: PLC0415
        from ..models.guarded import Guarded  # noqa: PLC0415

        d = dict(src_dict)
        deployment_id = d.pop("deployment_id")
        use_case = d.pop("use_case")
        role = check_comparison_view_role(d.pop("role"))

        since = d.pop("since")
        until = d.pop("until")
        level = d.pop("level")
        champion = ArmView.from_dict(d.pop("champion"))

        candidate = ArmView.from_dict(d.pop("candidate"))

        agreement = cast("float | None", d.pop("agreement"))
        passed_over = d.pop("passed_over")
        differences = []
        _differences = d.pop("differences")
        for differences_item_data in _differences:
            differences_item = Difference.from_dict(differences_item_data)

            differences.append(differences_item)

        guardrails = []
        _guardrails = d.pop("guardrails")
        for guardrails_item_data in _guardrails:
            guardrails_item = Guarded.from_dict(guardrails_item_data)

            guardrails.append(guardrails_item)

        breached = d.pop("breached")
        return cls(
            deployment_id=deployment_id,
            use_case=use_case,
            role=role,
            since=since,
            until=until,
            level=level,
            champion=champion,
            candidate=candidate,
            agreement=agreement,
            passed_over=passed_over,
            differences=differences,
            guardrails=guardrails,
            breached=breached,
        )
