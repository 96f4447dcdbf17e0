# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.workflow_trial_comparison_verdict import (
    WorkflowTrialComparisonVerdict,
    check_workflow_trial_comparison_verdict,
)
from ..types import plain

if TYPE_CHECKING:
    from ..models.breach import Breach
    from ..models.difference import Difference
    from ..models.workflow_trial_arm import WorkflowTrialArm


T = TypeVar("T", bound="WorkflowTrialComparison")


@_attrs_define
class WorkflowTrialComparison:
    """The candidate beside the active version, as of now or of the trial's end; it may be read as often as you like.

    Attributes:
        trial_id (str): the trial.
        since (str): from when instances count.
        until (str): now, or its end.
        level (float): of each interval, at all times at once.
        control (WorkflowTrialArm): What one version did in a trial, for each subject the first time.
        candidate (WorkflowTrialArm): What one version did in a trial, for each subject the first time.
        differences (list[Difference]): candidate minus control, of `success_rate` and of `time_used`, in parts of
            `within_s`.
        guardrails (list[Breach]): what ends the trial by itself.
        breached (bool): whether a guardrail is.
        verdict (WorkflowTrialComparisonVerdict): of the success rate; undecided is no difference seen yet.
    """

    trial_id: str
    since: str
    until: str
    level: float
    control: WorkflowTrialArm
    candidate: WorkflowTrialArm
    differences: list[Difference]
    guardrails: list[Breach]
    breached: bool
    verdict: WorkflowTrialComparisonVerdict

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.breach import Breach  # noqa: PLC0415
        from ..models.difference import Difference  # noqa: PLC0415
        from ..models.workflow_trial_arm import WorkflowTrialArm  # noqa: PLC0415

        d = dict(src_dict)
        trial_id = d.pop("trial_id")
        since = d.pop("since")
        until = d.pop("until")
        level = d.pop("level")
        control = WorkflowTrialArm.from_dict(d.pop("control"))

        candidate = WorkflowTrialArm.from_dict(d.pop("candidate"))

        differences = []
        _differences = d.pop("differences")
        for differences_item_data in _differences:
            differences_item = Difference.from_dict(differences_item_data)

            differences.append(differences_item)

        guardrails = []
        _guardrails = d.pop("guardrails")
        for guardrails_item_data in _guardrails:
            guardrails_item = Breach.from_dict(guardrails_item_data)

            guardrails.append(guardrails_item)

        breached = d.pop("breached")
        verdict = check_workflow_trial_comparison_verdict(d.pop("verdict"))

        return cls(
            trial_id=trial_id,
            since=since,
            until=until,
            level=level,
            control=control,
            candidate=candidate,
            differences=differences,
            guardrails=guardrails,
            breached=breached,
            verdict=verdict,
        )
