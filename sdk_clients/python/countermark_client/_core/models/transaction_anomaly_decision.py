# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.confidence import Confidence
    from ..models.explanation import Explanation
    from ..models.reason import Reason
    from ..models.receipt import Receipt
    from ..models.transaction_anomaly_answer import TransactionAnomalyAnswer
    from ..models.used_model import UsedModel
    from ..models.used_rules import UsedRules


T = TypeVar("T", bound="TransactionAnomalyDecision")


@_attrs_define
class TransactionAnomalyDecision:
    """A decision of the use case `transaction-anomaly`: Is this payment fraudulent or mistaken?

    Attributes:
        id (str):
        use_case (str):
        outcome (str):
        answer (None | TransactionAnomalyAnswer):
        confidence (Confidence | None):
        reasons (list[Reason]):
        model (UsedModel): The version that scored. digest: SHA-256 of its artefact, as in the ledger entry.
        rules (UsedRules): The ruleset that decided. version_id: None for the default that ships with the service.
        degraded (bool):
        transaction_id (None | str):
        duplicate_of (None | str):
        decided_at (str):
        entry_id (str):
        receipt (Receipt): A signed promise that an entry will be in the log by a deadline. Check it with `countermark-
            verify receipt`.
        explanation (Explanation | None):
    """

    id: str
    use_case: str
    outcome: str
    answer: None | TransactionAnomalyAnswer
    confidence: Confidence | None
    reasons: list[Reason]
    model: UsedModel
    rules: UsedRules
    degraded: bool
    transaction_id: None | str
    duplicate_of: None | str
    decided_at: str
    entry_id: str
    receipt: Receipt
    explanation: Explanation | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.confidence import Confidence  # noqa: PLC0415
        from ..models.explanation import Explanation  # noqa: PLC0415
        from ..models.reason import Reason  # noqa: PLC0415
        from ..models.receipt import Receipt  # noqa: PLC0415
        from ..models.transaction_anomaly_answer import TransactionAnomalyAnswer  # noqa: PLC0415
        from ..models.used_model import UsedModel  # noqa: PLC0415
        from ..models.used_rules import UsedRules  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        use_case = d.pop("use_case")
        outcome = d.pop("outcome")

        def _parse_answer(data: object) -> None | TransactionAnomalyAnswer:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                answer_type_0 = TransactionAnomalyAnswer.from_dict(data)

                return answer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TransactionAnomalyAnswer, data)

        answer = _parse_answer(d.pop("answer"))

        def _parse_confidence(data: object) -> Confidence | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                confidence_type_0 = Confidence.from_dict(data)

                return confidence_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Confidence | None, data)

        confidence = _parse_confidence(d.pop("confidence"))

        reasons = []
        _reasons = d.pop("reasons")
        for reasons_item_data in _reasons:
            reasons_item = Reason.from_dict(reasons_item_data)

            reasons.append(reasons_item)

        model = UsedModel.from_dict(d.pop("model"))

        rules = UsedRules.from_dict(d.pop("rules"))

        degraded = d.pop("degraded")
        transaction_id = cast("None | str", d.pop("transaction_id"))
        duplicate_of = cast("None | str", d.pop("duplicate_of"))
        decided_at = d.pop("decided_at")
        entry_id = d.pop("entry_id")
        receipt = Receipt.from_dict(d.pop("receipt"))

        def _parse_explanation(data: object) -> Explanation | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                explanation_type_0 = Explanation.from_dict(data)

                return explanation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Explanation | None, data)

        explanation = _parse_explanation(d.pop("explanation"))

        return cls(
            id=id,
            use_case=use_case,
            outcome=outcome,
            answer=answer,
            confidence=confidence,
            reasons=reasons,
            model=model,
            rules=rules,
            degraded=degraded,
            transaction_id=transaction_id,
            duplicate_of=duplicate_of,
            decided_at=decided_at,
            entry_id=entry_id,
            receipt=receipt,
            explanation=explanation,
        )
