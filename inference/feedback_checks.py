"""What a type cannot refuse of feedback: an event that is not named, nothing told, absurd times. Pure, clock given."""

from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from core.errors import FieldError
from inference import catalogue
from inference.feedback_entities import BULK_MAX, Feedback, FeedbackRefused
from inference.feedback_events import decision_id_of
from payments.checks import AHEAD_MAX, EARLIEST

_PROBLEMS_MAX = 20


def check(items: Sequence[Feedback], now: datetime, *, single: bool) -> list[Feedback]:
    """Return the items with their times in UTC, so that one moment is one content. Raises: FeedbackRefused."""
    if not 1 <= len(items) <= BULK_MAX:
        field = FieldError("items", "There are none, or too many.", f"Send 1 to {BULK_MAX} items.")
        raise FeedbackRefused("A bulk holds 1 to 1,000 items.", fields=[field])
    found = [
        problem
        for index, one in enumerate(items)
        for problem in _problems(one, now, "" if single else f"items[{index}].")
    ]
    if found:
        text = f"The field `{found[0].field}` was refused: {found[0].reason}"
        raise FeedbackRefused(text, fields=found[:_PROBLEMS_MAX])
    return [replace(one, observed_at=one.observed_at.astimezone(UTC)) for one in items]


def _problems(one: Feedback, now: datetime, path: str) -> list[FieldError]:
    found = []

    def refuse(field: str, reason: str, fix: str) -> None:
        found.append(FieldError(path + field, reason, fix))

    if (one.decision_id is None) == (one.own_transaction_id is None):
        refuse("decision_id", "Either it or own_transaction_id names the event.", "Send exactly one.")
    elif one.decision_id is not None and decision_id_of(one) is None:
        refuse("decision_id", "It is no id of a decision.", "Send it as it was answered.")
    elif one.decision_id is None and one.use_case is None:
        refuse("use_case", "A payment may answer several questions.", "Name the one this is the truth of.")
    if one.use_case is not None and one.use_case not in catalogue.CATALOGUE:
        refuse("use_case", "There is no such use case.", "Use one of the catalogue.")
    if one.happened is None and one.value is None and one.label is None:
        refuse("happened", "Nothing is told.", "Send happened, value or label.")
    if not EARLIEST <= one.observed_at <= now + AHEAD_MAX:
        reason = "It is before the year 2000 or more than a day ahead."
        refuse("observed_at", reason, "Send when the truth came to light.")
    return found
