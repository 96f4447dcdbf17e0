"""What a scan makes of days of failures: the cell that was made worse, whole and first; of noise nothing."""

from uuid import UUID

import pytest

from payments.failure_hours import Place
from resolution.root_causes.clusters import clusters_of
from resolution.root_causes.entities import Cell, RootCause
from resolution.root_causes.naming import id_of
from resolution.root_causes.period import Period, last_hours, period_of
from resolution.root_causes.root_causes import STRICT
from resolution.root_causes.scan import Strictness
from resolution.root_causes.sums import Sums, sums_of
from resolution.root_causes.watch import STRICT as WATCH_STRICT
from tests.resolution.root_causes.made import CAUSES, NOW, Worse, attempts, nothing, only_now, tickets

HERE = UUID(int=7)
DAY = period_of(NOW, NOW.replace(day=20), None)


def told(sums: Sums, strict: Strictness = STRICT) -> list[RootCause]:
    return [each.cause for each in clusters_of(HERE, sums, "en", strict)]


def of_attempts(seed: int, worse: Worse = nothing, period: Period = DAY) -> list[RootCause]:
    return told(sums_of("attempt", attempts(period, seed, worse), period))


def cells(causes: list[RootCause]) -> list[Cell]:
    return [each.cell for each in causes if each.trend == "rising"]


WORSE: dict[Cell, Worse] = {
    Cell(gateway="beta"): lambda ago, place: (
        0.2
        if ago < 3 and place.gateway == "beta" and place.code in {"gateway_timeout", "gateway_down"}
        else 0.0
    ),
    Cell(bank="sbi", code="issuer_declined"): lambda ago, place: (
        0.15 if ago < 4 and place.bank == "sbi" and place.code == "issuer_declined" else 0.0
    ),
    Cell(gateway="alpha", method="upi", code="gateway_timeout"): lambda ago, place: (
        0.3
        if ago < 2 and place.gateway == "alpha" and place.method == "upi" and place.code == "gateway_timeout"
        else 0.0
    ),
    Cell(code="wrong_pin"): lambda ago, place: 0.04 if ago < 6 and place.code == "wrong_pin" else 0.0,
}


@pytest.mark.parametrize(("cell", "seed"), [(cell, seed) for cell in WORSE for seed in (1, 2)])
def test_what_was_made_worse_is_found_whole(cell: Cell, seed: int) -> None:
    """A bank, a code, a gateway by one method: the cause is that cell, neither a part of it nor more, and nothing else rises."""
    wanted = Cell(gateway="beta", code="gateway_timeout") if cell == Cell(gateway="beta") else cell
    assert cells(of_attempts(seed, WORSE[cell])) == [wanted]


def test_an_outage_of_several_codes_is_the_gateway() -> None:
    """Where a gateway fails with all codes at once, no code is the cause."""

    def down(ago: int, place: Place) -> float:
        return 0.12 if ago < 5 and place.gateway == "gamma" else 0.0

    causes = of_attempts(3, down)
    assert cells(causes) == [Cell(gateway="gamma")]
    assert causes[0].name == "Attempts fail: at gateway gamma"
    assert causes[0].change is not None
    assert causes[0].change.low > 1


@pytest.mark.parametrize("seed", range(12))
def test_noise_is_no_trend(seed: int) -> None:
    """On days like all others nothing rises, neither for readers nor for the watch, by attempts nor by tickets."""
    assert cells(of_attempts(seed)) == []
    assert cells(told(sums_of("ticket", tickets(DAY, seed), DAY))) == []
    for hours in (3, 24):
        window = last_hours(NOW, hours)
        watched = sums_of("attempt", attempts(window, seed), window)
        assert cells(told(watched, WATCH_STRICT)) == []
        assert cells(told(sums_of("ticket", tickets(window, seed), window), WATCH_STRICT)) == []


def test_each_failure_has_one_cause() -> None:
    """Counts add up to all failures, shares to 1, and money to all money, an outage or not."""
    for worse in (nothing, *WORSE.values()):
        made = attempts(DAY, 5, worse)
        causes = told(sums_of("attempt", made, DAY))
        mine = [tally for tally in made.tallies if not tally.past]
        assert sum(each.count for each in causes) == sum(tally.count for tally in mine)
        assert sum(each.share for each in causes) == pytest.approx(1)
        money = sum(money.amount_minor for each in causes for money in each.money)
        assert money == sum(tally.amount_minor for tally in mine)
        assert len({each.id for each in causes}) == len(causes)


def test_tickets_about_one_thing_rise() -> None:
    """Four times as many about payouts for six hours: that cause rises and no other; who has no cause can rise, too."""
    for name in ("payout_delayed", "unexplained"):

        def more(ago: int, cause: str, wanted: str = name) -> float:
            return 4.0 if ago < 6 and cause == wanted else 1.0

        causes = told(sums_of("ticket", tickets(DAY, 4, more), DAY))
        assert cells(causes) == [Cell(code=name)]
        assert len(causes) == len(CAUSES)


def test_a_busier_day_is_no_cause() -> None:
    """Twice as many attempts with the same rates: more failures, and none that rises."""
    made = attempts(DAY, 6, tries=lambda block: 80 if block < DAY.now else 40)
    causes = told(sums_of("attempt", made, DAY))
    assert cells(causes) == []
    assert all(each.change is not None and each.change.ratio < 1.5 for each in causes)


def test_nothing_before_is_no_trend() -> None:
    """The first day of all is compared with nothing, so nothing is said of it."""
    causes = told(sums_of("attempt", only_now(attempts(DAY, 8), DAY), DAY))
    causes += told(sums_of("ticket", only_now(tickets(DAY, 8), DAY), DAY))
    assert {each.trend for each in causes} == {"unknown"}
    assert [each.change for each in causes] == [None] * len(causes)


def test_an_id_says_the_same_for_ever() -> None:
    """The same cell has the same id in its environment, and another in every other; another kind has another."""
    cell = Cell(gateway="alpha")
    assert str(id_of(HERE, "attempt", cell)) == str(id_of(HERE, "attempt", Cell(gateway="alpha")))
    others = {
        id_of(UUID(int=8), "attempt", cell),
        id_of(HERE, "payout", cell),
        id_of(HERE, "attempt", Cell(bank="alpha")),
    }
    assert id_of(HERE, "attempt", cell) not in others
    assert len(others) == 3


def test_names_are_words() -> None:
    """Known codes are told in words, places beside them, and tickets by what they are about, in Hindi too."""
    slow = {each.name for each in of_attempts(1, WORSE[Cell(gateway="beta")])}
    assert "The gateway did not answer in time: at gateway beta" in slow
    causes = clusters_of(HERE, sums_of("ticket", tickets(DAY, 1), DAY), "hi", STRICT)
    assert {"पेआउट में देरी", "टिकट जिनका कारण ज्ञात नहीं"} <= {each.cause.name for each in causes}
