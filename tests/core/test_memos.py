"""A memo holds what it found as long as its subject lives, and never hands it to another one."""

import gc

import msgspec

from core.memos import Memo


class Facts(msgspec.Struct, frozen=True, weakref=True):
    values: list[int]


def test_it_works_once_a_subject_and_forgets_it_with_it() -> None:
    worked: list[int] = []

    def work(facts: Facts) -> int:
        worked.append(sum(facts.values))
        return sum(facts.values)

    memo = Memo(work)
    first, equal = Facts([1, 2]), Facts([1, 2])
    assert (memo.of(first), memo.of(first), memo.of(equal)) == (3, 3, 3)
    assert worked == [3, 3]
    for number in range(1_000):
        assert memo.of(Facts([number])) == number
    del first, equal
    gc.collect()
    assert len(memo) == 0
