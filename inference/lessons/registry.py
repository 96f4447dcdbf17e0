"""The lessons that there are, by use case: what a job of it tells, and what makes its examples."""

import dataclasses
import functools
from collections.abc import Callable, Mapping

from inference.lessons.commissions import CommissionLesson
from inference.lessons.gateways import GatewayLesson
from inference.lessons.invoices import InvoiceLesson
from inference.lessons.lesson import Lesson, Wanted
from inference.lessons.named import LEADS, LIFE_EVENTS, NamedLesson
from inference.lessons.payouts import PayoutLesson
from inference.lessons.portfolios import PortfolioLesson
from inference.lessons.segments import SegmentLesson
from inference.lessons.spending import SpendingLesson
from inference.manifest import Task


@dataclasses.dataclass(frozen=True)
class LessonKind:
    """task: what versions made of it tell. presumes: whether what nobody told can be taken for a no.

    payments: whether customers' ingested payments are facts of it too, so that the source `facts` is these and no questions.
    least: examples that are needed; of_each: of those that happened, and of those that did not.
    """

    make: Callable[[Wanted], Lesson]
    task: Task
    presumes: bool = False
    payments: bool = False
    least: int = 200
    of_each: int = 20


LESSONS: Mapping[str, LessonKind] = {
    "payment-delay": LessonKind(InvoiceLesson, "number"),
    "payout-delay": LessonKind(PayoutLesson, "number"),
    "commission-check": LessonKind(CommissionLesson, "number", presumes=True),
    "gateway-route": LessonKind(GatewayLesson, "probability"),
    "lead-score": LessonKind(functools.partial(NamedLesson, LEADS), "probability", presumes=True),
    "spend-forecast": LessonKind(SpendingLesson, "number", payments=True),
    "payment-timing": LessonKind(PortfolioLesson, "probability", least=500),
    "segment": LessonKind(SegmentLesson, "classes", payments=True, least=100, of_each=0),
    "life-events": LessonKind(functools.partial(NamedLesson, LIFE_EVENTS), "probability", presumes=True),
}
