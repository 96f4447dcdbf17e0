# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.drift_report_view_verdict import DriftReportViewVerdict, check_drift_report_view_verdict
from ..types import plain

if TYPE_CHECKING:
    from ..models.class_share import ClassShare
    from ..models.movement import Movement


T = TypeVar("T", bound="DriftReportView")


@_attrs_define
class DriftReportView:
    """How far a version's inputs, scores and answers have moved from its reference.

    Attributes:
        id (str):
        use_case (str):
        version_id (str):
        role (str):
        verdict (DriftReportViewVerdict): the worst of score, answer and features, those of the calendar left out:
            `stable`, `shifted` (PSI from 0.1), `drifted` (from 0.25), or `collecting` while there are too few rows to tell.
            rows: live decisions that were compared, a uniform sample.
        measured_at (str):
        since (str):
        until (str):
        rows (int):
        reference (str): `training` or `first_decisions`.
        reference_rows (int):
        score (Movement): One feature, or the score.

            ks, ks_p: the largest gap between the distributions of present values, and how often chance gives as much; None
            where
            one side has fewer than two values. missing_reference, missing_live: shares of missing values.
        features (list[Movement]): of a version of your own the columns that it declares, else what it scores. What is
            in no order (categories, classes) has no KS.
        answer (Movement | None): which classes were named; null of a version that names none, or whose reference does
            not tell.
        class_shares (list[ClassShare]): how often each of them was, the largest first, 50 at most.
    """

    id: str
    use_case: str
    version_id: str
    role: str
    verdict: DriftReportViewVerdict
    measured_at: str
    since: str
    until: str
    rows: int
    reference: str
    reference_rows: int
    score: Movement
    features: list[Movement]
    answer: Movement | None
    class_shares: list[ClassShare]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.class_share import ClassShare  # noqa: PLC0415
        from ..models.movement import Movement  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        use_case = d.pop("use_case")
        version_id = d.pop("version_id")
        role = d.pop("role")
        verdict = check_drift_report_view_verdict(d.pop("verdict"))

        measured_at = d.pop("measured_at")
        since = d.pop("since")
        until = d.pop("until")
        rows = d.pop("rows")
        reference = d.pop("reference")
        reference_rows = d.pop("reference_rows")
        score = Movement.from_dict(d.pop("score"))

        features = []
        _features = d.pop("features")
        for features_item_data in _features:
            features_item = Movement.from_dict(features_item_data)

            features.append(features_item)

        def _parse_answer(data: object) -> Movement | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                answer_type_0 = Movement.from_dict(data)

                return answer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Movement | None, data)

        answer = _parse_answer(d.pop("answer"))

        class_shares = []
        _class_shares = d.pop("class_shares")
        for class_shares_item_data in _class_shares:
            class_shares_item = ClassShare.from_dict(class_shares_item_data)

            class_shares.append(class_shares_item)

        return cls(
            id=id,
            use_case=use_case,
            version_id=version_id,
            role=role,
            verdict=verdict,
            measured_at=measured_at,
            since=since,
            until=until,
            rows=rows,
            reference=reference,
            reference_rows=reference_rows,
            score=score,
            features=features,
            answer=answer,
            class_shares=class_shares,
        )
