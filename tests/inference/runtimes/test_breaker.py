"""The breaker: who is called, who is not, and for how long."""

from inference.runtimes.breaker import Breaker


class Watch:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_it_opens_at_the_third_failure_in_a_row() -> None:
    """Two failures and a success are forgotten; three in a row are not."""
    breaker = Breaker(monotonic_s=Watch())
    for _ in range(5):
        breaker.failed()
        breaker.failed()
        breaker.succeeded()
    assert breaker.take()
    for _ in range(3):
        breaker.failed()
    assert not breaker.take()
    assert breaker.blocks()


def test_one_call_tries_and_decides_for_all() -> None:
    """After its time one caller alone gets through; success closes it, failure doubles the wait."""
    watch = Watch()
    breaker = Breaker(open_s=1.0, open_max_s=3.0, monotonic_s=watch)
    breaker.trip()
    for wait_s in (1.0, 2.0, 3.0, 3.0):
        watch.now_s += wait_s - 0.01
        assert not breaker.take()
        watch.now_s += 0.01
        assert breaker.take()
        assert [breaker.take() for _ in range(5)] == [False] * 5
        breaker.failed()
    watch.now_s += 3.0
    assert breaker.take()
    breaker.succeeded()
    assert [breaker.take() for _ in range(5)] == [True] * 5
    breaker.trip()
    watch.now_s += 1.0
    assert breaker.take(), "a success makes the wait short again"


def test_failures_of_calls_from_before_do_not_prolong_it() -> None:
    """Ten calls that were out when it opened fail one after another: it opens once."""
    watch = Watch()
    breaker = Breaker(open_s=1.0, monotonic_s=watch)
    for _ in range(10):
        breaker.failed()
    watch.now_s += 1.0
    assert breaker.take()


def test_a_trial_that_never_was_leaves_the_next_one() -> None:
    """Whoever took the trial and was cancelled gives it back."""
    watch = Watch()
    breaker = Breaker(open_s=1.0, monotonic_s=watch)
    breaker.trip()
    watch.now_s += 1.0
    assert breaker.take()
    breaker.withdraw()
    assert breaker.take()
