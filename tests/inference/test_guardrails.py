"""Guardrails end what is worse beyond doubt, and nothing else."""

import random

import pytest

from inference.arms import ArmCounts
from inference.guardrails import Guarded, Guardrails, judge


def arm(decisions: int, *, degraded: int = 0, declined: int = 0, slow: int = 0) -> ArmCounts:
    return ArmCounts(
        decisions=decisions, degraded=degraded, runs=decisions - degraded, slow=slow, customers=decisions,
        declined=declined,
    )  # fmt: skip


def breached(guarded: list[Guarded]) -> set[str]:
    return {each.name for each in guarded if each.breached}


@pytest.mark.parametrize(
    ("challenger", "expected"),
    [
        (arm(400), set()),
        (arm(400, degraded=200), {"degraded"}),
        (arm(400, declined=400), {"declined"}),
        (arm(400, slow=200), {"slow"}),
        (arm(4, degraded=1), set()),
        (arm(0), set()),
    ],
)
def test_what_is_beyond_doubt(challenger: ArmCounts, expected: set[str]) -> None:
    """Half degraded, all declined or half slow is seen in 400 decisions; one of four is no proof, none is nothing."""
    assert breached(judge(Guardrails(), arm(4_000, declined=400), challenger)) == expected


def test_fewer_declines_are_a_shift_too() -> None:
    """A challenger that lets everybody pass is as suspicious as one that stops everybody."""
    champion = arm(4_000, declined=2_000)
    assert breached(judge(Guardrails(), champion, arm(1_000))) == {"declined"}
    assert breached(judge(Guardrails(decline_shift_max=1.0), champion, arm(1_000))) == set()


def test_a_challenger_within_its_limits_is_left_alone() -> None:
    """80 challengers just as their champions, looked at 10 times each, are not ended."""
    rng = random.Random(13)
    ended = 0
    for _ in range(80):
        declines = [0, 0]
        for look in range(1, 11):
            for side in (0, 1):
                declines[side] += sum(rng.random() < 0.15 for _ in range(40))
            count = look * 40
            judged = judge(
                Guardrails(decline_shift_max=0.0),
                arm(count, declined=declines[0]),
                arm(count, declined=declines[1]),
            )
            if breached(judged):
                ended += 1
                break
    assert ended == 0


def test_a_dead_challenger_is_seen_early() -> None:
    """Every decision degraded: at most 20 of the challenger's are needed."""
    champion = arm(200)
    needed = next(n for n in range(1, 200) if breached(judge(Guardrails(), champion, arm(n, degraded=n))))
    assert needed <= 20
