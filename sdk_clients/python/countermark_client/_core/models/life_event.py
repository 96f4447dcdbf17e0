# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.evidence_payment import EvidencePayment


T = TypeVar("T", bound="LifeEvent")


@_attrs_define
class LifeEvent:
    """Something that happened.

    before_minor, after_minor: the level of payments before and after, where the trace is a change of level.

        Attributes:
            event (str): salary_raise, salary_cut, rent_started, moved, emi_started, travel, marriage or new_child.
            probability (float): that it did, calibrated, 0 to 1.
            happened_at (str): when it seems to have begun.
            before_minor (int | None):
            after_minor (int | None):
            evidence (list[EvidencePayment]): payments that it is read from, the first few.
            goals (list[str]): what people in that place often save for or protect.
    """

    event: str
    probability: float
    happened_at: str
    before_minor: int | None
    after_minor: int | None
    evidence: list[EvidencePayment]
    goals: list[str]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.evidence_payment import EvidencePayment  # noqa: PLC0415

        d = dict(src_dict)
        event = d.pop("event")
        probability = d.pop("probability")
        happened_at = d.pop("happened_at")
        before_minor = cast("int | None", d.pop("before_minor"))
        after_minor = cast("int | None", d.pop("after_minor"))
        evidence = []
        _evidence = d.pop("evidence")
        for evidence_item_data in _evidence:
            evidence_item = EvidencePayment.from_dict(evidence_item_data)

            evidence.append(evidence_item)

        goals = cast(list[str], d.pop("goals"))

        return cls(
            event=event,
            probability=probability,
            happened_at=happened_at,
            before_minor=before_minor,
            after_minor=after_minor,
            evidence=evidence,
            goals=goals,
        )
