"""The lessons that there are, by use case: what a job of it tells, and what makes its examples."""

import dataclasses
from collections.abc import Callable, Mapping

from inference.lessons.lesson import Lesson
from inference.lessons.payouts import PayoutLesson
from inference.manifest import Task


@dataclasses.dataclass(frozen=True)
class LessonKind:
    """make: a lesson for a seed. task: what versions made of it tell beside their probability."""

    make: Callable[[int], Lesson]
    task: Task


LESSONS: Mapping[str, LessonKind] = {
    "payout-delay": LessonKind(PayoutLesson, "number"),
}
