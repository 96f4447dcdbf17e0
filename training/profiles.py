"""What a use case expects of a table: the kind of answer, and how late the truth comes. Data, with a sensible default."""

from typing import Literal

import msgspec

Task = Literal["binary", "number", "classes", "forecast", "anomaly"]


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """task: None leaves it to the target's type. label_delay_days: from a row to the moment its label is known.

    credit: probabilities are also given as points. delay: a number is the days from the row to its answer. above: of a number, beyond which the use case's event has come true.
    """

    task: Task | None = None
    label_delay_days: float = 0.0
    credit: bool = False
    delay: bool = False
    above: float | None = None


PROFILES = {
    # Card fraud is known after about a week (Fraud Detection Handbook, chapter 3, delay period).
    "transaction-anomaly": Profile(label_delay_days=7.0),
    "payment-delay": Profile(label_delay_days=60.0, delay=True),
    "payout-delay": Profile(label_delay_days=30.0, delay=True, above=1.0),  # not credited within a day
    "commission-check": Profile(task="number", label_delay_days=30.0),
    "gateway-route": Profile(),
    "churn-score": Profile(label_delay_days=90.0),
    "credit-score": Profile(label_delay_days=365.0, credit=True),
    "lead-score": Profile(label_delay_days=30.0),
    "spend-forecast": Profile(label_delay_days=90.0),
    "volume-forecast": Profile(task="forecast"),
    "categorize": Profile(task="classes"),
    "ticket-triage": Profile(task="classes"),
    "intent": Profile(task="classes"),
}


def profile_of(use_case: str) -> Profile:
    return PROFILES.get(use_case, Profile())
