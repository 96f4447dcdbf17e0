"""When a ruleset fails too often: in a row, or by its share of a minute; a few failures among many are borne."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest

from inference.rule_health import FAILED_MIN, IN_A_ROW_MAX, MINUTE_S, RuleHealth
from tests.fakes.watch import StopWatch

KEY = (uuid4(), "transaction-anomaly")
VERSION = uuid4()


class Heard:
    """Stands for who returns to the last good version."""

    def __init__(self) -> None:
        self.why: list[str] = []

    async def try_to(self, environment_id: UUID, use_case: str, version_id: UUID, why: str) -> None:
        self.why.append(why)


async def told(pattern: Sequence[bool], *, pause_s: float = 0.0) -> list[str]:
    """Show decisions one after the other. pattern: whether each failed. pause_s: between two."""
    heard, watch = Heard(), StopWatch()
    health = RuleHealth(heard, monotonic_s=watch)
    for failed in pattern:
        health._saw(KEY, VERSION, failed=failed)
        watch.advance(pause_s)
    await health.close()
    return heard.why


@pytest.mark.parametrize(
    "pattern",
    [
        [True] * IN_A_ROW_MAX + [False],
        ([True] + [False] * 10) * FAILED_MIN,
        [False] * 1_000,
    ],
)
async def test_what_is_borne(pattern: Sequence[bool]) -> None:
    """As many failures in a row as the bound, and a share below it, bring nothing down."""
    assert await told(pattern) == []


async def test_one_more_in_a_row_is_too_many() -> None:
    """However long they take to come."""
    assert len(await told([True] * (IN_A_ROW_MAX + 1), pause_s=MINUTE_S + 1)) == 1


async def test_a_share_of_a_minute_is_too_many() -> None:
    """Every second decision failing is never many in a row, and is told by the fiftieth."""
    pattern = [True, False] * FAILED_MIN
    assert len(await told(pattern, pause_s=0.1)) == 1
    assert await told(pattern, pause_s=MINUTE_S) == []


async def test_a_version_answers_for_itself() -> None:
    """Failures of one version are not those of the next."""
    heard = Heard()
    health = RuleHealth(heard)
    for version_id in (VERSION, uuid4()):
        for _ in range(IN_A_ROW_MAX):
            health._saw(KEY, version_id, failed=True)
    await health.close()
    assert heard.why == []


async def test_a_version_that_never_failed_is_not_watched() -> None:
    """Nothing is counted, and a minute after the last failure nothing is counted any more."""
    watch = StopWatch()
    health = RuleHealth(Heard(), monotonic_s=watch)
    health._saw(KEY, VERSION, failed=False)
    assert health.watching == {}
    health._saw(KEY, VERSION, failed=True)
    health._saw(KEY, VERSION, failed=False)
    watch.advance(MINUTE_S + 1)
    health._saw(KEY, VERSION, failed=False)
    assert health.watching == {}
