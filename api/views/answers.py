"""The fields of every use case's answer in one Struct: a name means the same wherever it stands.

A decision of one use case has its own type on its own route; where decisions of several are read (`getDecision`, gRPC) they
have this one, with the fields of their own use case and no others.
"""

from datetime import datetime

import msgspec
from msgspec import UNSET, UnsetType

from inference.answering.registry import ANSWERS
from inference.catalogue import Answer


class AnswerView(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of the use case's answer.

    probability: of the event that the use case is about, calibrated, 0 to 1. points: 300 to 900, of `credit-score`.
    days_p50: days from now until it is paid, as likely sooner as later. days_p90: the same, in nine of ten cases at most.
    expected_at: when it is paid by `days_p50`.
    """

    probability: float
    points: int | UnsetType = UNSET
    days_p50: float | UnsetType | None = UNSET
    days_p90: float | UnsetType | None = UNSET
    expected_at: datetime | UnsetType | None = UNSET


def answer_view(answer: Answer) -> AnswerView:
    return AnswerView(**{name: getattr(answer, name) for name in answer.__struct_fields__})


def _check() -> None:
    """Refuse at start a kind of answer with a field that is not shown, or that means something else here."""
    shown = {field.name: field.type for field in msgspec.structs.fields(AnswerView)}
    for name, kind in ANSWERS.items():
        for field in msgspec.structs.fields(kind.fields):
            if shown.get(field.name) not in {field.type, field.type | UnsetType}:
                raise TypeError(f"the field {field.name} of {name} is not that of AnswerView")


_check()
