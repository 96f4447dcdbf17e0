"""Every kind of answer by the name that use cases give it."""

from collections.abc import Mapping

from inference.answering import scores
from inference.answering.kinds import AnswerKind
from inference.answering.payment_delay import PAYMENT_DELAY

ANSWERS: Mapping[str, AnswerKind] = {
    "probability": scores.PROBABILITY,
    "credit": scores.CREDIT,
    "payment-delay": PAYMENT_DELAY,
}
