"""`make bench-routing`: the routing bandit on simulated gateways with outages, against the best single gateway and a decision tree.

Every policy meets the same payments, and each gateway would do the same with a payment whoever sends it there, so the difference of
two policies is a mean over payments of paired outcomes. The first days are routed as a merchant does by hand, by fixed weights; their
log is what the tree learns from and what the bandit has stored. Results arrive seconds later, some minutes later, as they do.

- best single gateway: the one with most successes on the measured days, known in hindsight.
- decision tree: scikit-learn's, on gateway, method, hour, weekday and amount of the first days; it takes the gateway with the highest
  predicted success. Of nine sizes the one that did best on the measured days counts, which nobody could have known either.

Beside them, not to be beaten to pass: the best gateway of each method in hindsight, which no policy could have known.

Prints the success rates, the differences with 95 % intervals (over payments, and the least over seeds), money after costs, and exits with 1
where the bandit is not above both. Seeds 101 to 104 served nothing but this; its constants were set on others.
"""

import argparse
import dataclasses
import heapq
import math
import pathlib
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from random import Random
from uuid import UUID

import numpy as np
from sklearn.tree import DecisionTreeClassifier

from inference.gateway_routing.choosing import Router, place_of
from inference.gateway_routing.judging import judge
from inference.gateway_routing.policy import PolicyGateway, PolicySpec, ToRoute
from inference.gateway_routing.shares import pick
from payments.attempts.health import Filter, Health, well
from payments.attempts.knowledge import Knowledge
from payments.attempts.usual import Hour, Usual, usual_of
from payments.simulator.gateways import METHODS, PaymentToRoute, RoutedPayments
from payments.simulator.timeline import DAY_MS, HOUR_MS, MINUTE_MS
from payments.simulator.world import GATEWAYS
from training.routing_log import LogColumns, read_attempts

SHARED = pathlib.Path(__file__).parents[2] / "shared/data/gateway_routing_psp/attempts.parquet"
SEEDS = (101, 102, 103, 104)
LEARN_DAYS, DAYS, PER_DAY = 10, 22, 10_000
LATE_MINUTES = 12
"""Results that come later than this change the hours, no longer the filter of minutes."""
NAMES = tuple(gateway.name for gateway in GATEWAYS)
CELLS = [(name, method) for name in NAMES for method, _ in METHODS]
PLACES = {cell: at for at, cell in enumerate(CELLS)}
FEES_BPS = {"gw-alpha": 200, "gw-bravo": 195, "gw-cedar": 205, "gw-delta": 180}
FAILURE_COST_BPS = 1_000
SPEC = PolicySpec(
    gateways=[PolicyGateway(gateway=name, fee_bps=FEES_BPS[name]) for name in NAMES],
    failure_cost_bps=FAILURE_COST_BPS,
)
POLICY_ID = UUID(int=1)
Z = 1.96


class Stored:
    """What the product keeps in its counts, in memory: minutes for the filter, hours for what is usual."""

    def __init__(self) -> None:
        self.minute = 0
        self._results: list[tuple[int, int, str, str, bool]] = []
        self._worked: defaultdict[int, np.ndarray] = defaultdict(lambda: np.zeros(len(CELLS)))
        self._faulted: defaultdict[int, np.ndarray] = defaultdict(lambda: np.zeros(len(CELLS)))
        self._hours: defaultdict[tuple[int, str, str], list[int]] = defaultdict(lambda: [0, 0])
        self._states = well(len(CELLS))
        self._settled = 0
        self._usual = Usual({})
        self._rates = [0.05] * len(CELLS)
        self._filter = Filter(CELLS, self._rates)

    def send(self, payment: PaymentToRoute, gateway: str) -> None:
        trial = payment.trials[gateway]
        told = (payment.offset + trial.known_after_ms, payment.offset, gateway, payment.method, trial.fault)
        heapq.heappush(self._results, told)

    def known_at(self, offset: int) -> Knowledge:
        """Take in every result told by then, and work the filter up to this minute."""
        while self._results and self._results[0][0] <= offset:
            _, started, gateway, method, fault = heapq.heappop(self._results)
            table = self._faulted if fault else self._worked
            table[started // MINUTE_MS][PLACES[gateway, method]] += 1
            self._hours[started // HOUR_MS, gateway, method][fault] += 1
        minute = offset // MINUTE_MS
        if minute // 60 != self.minute // 60 or not self._usual.evidence:
            self._learn(minute // 60)
        self.minute = minute
        while self._settled < minute - LATE_MINUTES:
            self._states = self._step(self._states, self._settled)
            self._worked.pop(self._settled, None), self._faulted.pop(self._settled, None)
            self._settled += 1
        states = self._states
        for at in range(self._settled, minute + 1):
            states = self._step(states, at)
        health = {
            cell: Health(tuple(map(float, states[at])), self._rates[at], minute)
            for cell, at in PLACES.items()
        }
        return Knowledge(self._usual, health)

    def _step(self, states: np.ndarray, minute: int) -> np.ndarray:
        nothing = np.zeros(len(CELLS))
        return self._filter.step(
            states, self._worked.get(minute, nothing), self._faulted.get(minute, nothing)
        )

    def _learn(self, hour: int) -> None:
        hours = [Hour(at, gateway, method, *sums) for (at, gateway, method), sums in self._hours.items()]
        self._usual = usual_of(hours, hour)
        self._rates = [self._usual.rate(*cell) for cell in CELLS]
        self._filter = Filter(CELLS, self._rates)


@dataclasses.dataclass
class Run:
    """success, money: one figure a payment and policy."""

    success: dict[str, np.ndarray]
    money: dict[str, np.ndarray]
    seconds: float
    explored: float


def run(seed: int, days: int = DAYS, per_day: int = PER_DAY) -> Run:
    payments = list(RoutedPayments(seed, days, per_day))
    learned = [each for each in payments if each.offset < LEARN_DAYS * DAY_MS]
    measured = payments[len(learned) :]
    rng, weights = Random(f"{seed}/by hand"), [gateway.weight for gateway in GATEWAYS]
    by_hand = rng.choices(NAMES, weights, k=len(learned))
    stored = Stored()
    for payment, gateway in zip(learned, by_hand, strict=True):
        stored.send(payment, gateway)
    started = time.perf_counter()
    chosen, explored = _routed(stored, measured)
    seconds = time.perf_counter() - started
    choices = {"bandit": chosen, "tree": _by_tree(learned, by_hand, measured)}
    for name in NAMES:
        choices[name] = [name] * len(measured)
    choices["by method"] = _by_method(measured)
    success = {
        name: np.array([p.trials[g].error_code is None for p, g in zip(measured, picks, strict=True)], float)
        for name, picks in choices.items()
    }
    amounts = np.array([each.amount_minor for each in measured], float)
    money = {}
    for name, picks in choices.items():
        fees = np.array([FEES_BPS[gateway] for gateway in picks]) / 10_000
        kept = FAILURE_COST_BPS / 10_000
        money[name] = amounts * np.where(success[name] > 0, kept - fees, 0.0)
    return Run(success, money, seconds, explored)


def _routed(stored: Stored, measured: list[PaymentToRoute]) -> tuple[list[str], float]:
    """Route as the product does: what is known is read again every minute here, every second there."""
    chosen, explored = [], 0.0
    router, minute = None, -1
    for payment in measured:
        if router is None or payment.offset // MINUTE_MS != minute:
            minute = payment.offset // MINUTE_MS
            router = Router(SPEC, stored.known_at(payment.offset), minute)
        to_route = ToRoute(method=payment.method, amount_minor=payment.amount_minor, currency="INR")
        shares = router.shares(to_route)
        place = pick(list(shares.values()), place_of(payment.id.encode(), POLICY_ID))
        gateway = NAMES[place]
        explored += 1 - max(shares.values())
        stored.send(payment, gateway)
        chosen.append(gateway)
    return chosen, explored / len(measured)


def _by_method(measured: list[PaymentToRoute]) -> list[str]:
    """The gateway with most successes of each method on the measured days: the best table that hindsight can write."""
    sums: defaultdict[str, np.ndarray] = defaultdict(lambda: np.zeros(len(NAMES)))
    for payment in measured:
        sums[payment.method] += [payment.trials[name].error_code is None for name in NAMES]
    best = {method: NAMES[int(each.argmax())] for method, each in sums.items()}
    return [best[payment.method] for payment in measured]


def _by_tree(learned: list[PaymentToRoute], by_hand: list[str], measured: list[PaymentToRoute]) -> list[str]:
    rows = np.array([[*_features(p), NAMES.index(g)] for p, g in zip(learned, by_hand, strict=True)], float)
    rows = np.column_stack([rows[:, :-1], rows[:, -1:] == np.arange(len(NAMES))])
    truth = [p.trials[g].error_code is None for p, g in zip(learned, by_hand, strict=True)]
    plain = np.array([_features(each) for each in measured], float)
    found = [_picks(depth, leaf, rows, truth, plain) for depth in (4, 8, 12) for leaf in (50, 200, 800)]
    return max(found, key=lambda picks: _successes(measured, picks))


def _picks(depth: int, leaf: int, rows: np.ndarray, truth: list[bool], plain: np.ndarray) -> list[str]:
    """What one tree would choose."""
    tree = DecisionTreeClassifier(max_depth=depth, min_samples_leaf=leaf, random_state=0).fit(rows, truth)
    odds = []
    for at in range(len(NAMES)):
        one_hot = np.zeros((len(plain), len(NAMES)))
        one_hot[:, at] = 1
        odds.append(tree.predict_proba(np.column_stack([plain, one_hot]))[:, 1])
    return [NAMES[at] for at in np.argmax(odds, axis=0)]


def _successes(measured: list[PaymentToRoute], picks: list[str]) -> int:
    return sum(each.trials[gateway].error_code is None for each, gateway in zip(measured, picks, strict=True))


def _features(payment: PaymentToRoute) -> list[float]:
    names = [method for method, _ in METHODS]
    flags = [float(payment.method == name) for name in names]
    return [*flags, payment.offset % DAY_MS / HOUR_MS, payment.offset // DAY_MS % 7, payment.amount_minor]


def compare(runs: list[Run], one: str, other: str, what: str) -> tuple[float, float, float, list[float]]:
    """The mean paired difference over all payments with its interval, and that of each seed."""
    parts = []
    for each in runs:
        values = getattr(each, what)
        parts.append(values[one] - values[best_single(each, what) if other == "single" else other])
    all_ = np.concatenate(parts)
    spread = Z * all_.std(ddof=1) / math.sqrt(len(all_))
    mean = float(all_.mean())
    return mean, mean - spread, mean + spread, [float(part.mean()) for part in parts]


def best_single(one: Run, what: str = "success") -> str:
    return max(NAMES, key=lambda name: float(getattr(one, what)[name].mean()))


def on_shared_log() -> None:
    """What the log of a real router says of each gateway alone and of the bandit, where it is beside the repository."""
    if not SHARED.exists():
        print("  offline: the shared log is not here")
        return
    columns = LogColumns(
        at="tmsp", gateway="psp", succeeded="success", amount="amount", context=("card", "three_d_secured"),
        payment=("country", "amount", "card"),
    )  # fmt: skip
    log = read_attempts(SHARED, columns)
    names = sorted({each.gateway for each in log})
    specs = {name: PolicySpec(gateways=[PolicyGateway(gateway=name)]) for name in names}
    specs["bandit"] = PolicySpec(gateways=[PolicyGateway(gateway=name) for name in names])
    for name, spec in specs.items():
        found = judge(log, spec)
        if found.doubly_robust is None or found.uplift is None:
            print(f"  offline {name:10}: no answer. {found.refused}")
            continue
        figure, more = found.doubly_robust, found.uplift
        print(
            f"  offline {name:10}: {100 * figure.value:.2f} % ({100 * figure.low:.2f} to {100 * figure.high:.2f}), "
            f"{100 * more.value:+.2f} ({100 * more.low:+.2f} to {100 * more.high:+.2f}) beside what was done; worth {found.effective:,.0f} of {found.tries:,} tries"
        )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, nargs="*", default=SEEDS)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--per-day", type=int, default=PER_DAY)
    asked = parser.parse_args()
    began = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        count = len(asked.seeds)
        runs = list(pool.map(run, asked.seeds, [asked.days] * count, [asked.per_day] * count))
    measured = sum(len(each.success["bandit"]) for each in runs)
    print(
        f"{measured:,} payments on {asked.days - LEARN_DAYS} days, seeds {list(asked.seeds)}; learned from {LEARN_DAYS} days before"
    )
    missed = False
    for what, unit, factor in (("success", "points of success", 100), ("money", "minor units a payment", 1)):
        for name in ("bandit", "tree", "single", "by method"):
            figures = [getattr(e, what)[best_single(e, what) if name == "single" else name] for e in runs]
            print(f"  {name:9} {what}: {factor * np.concatenate(figures).mean():9.4f}")
        for other in ("single", "tree", "by method"):
            mean, low, high, seeds = compare(runs, "bandit", other, what)
            parts = " ".join(f"{factor * each:+.3f}" for each in seeds)
            print(
                f"  bandit - {other:9}: {factor * mean:+.4f} {unit}, 95 % {factor * low:+.4f} to {factor * high:+.4f}; by seed {parts}"
            )
            missed |= what == "success" and other != "by method" and low <= 0
    took = sum(each.seconds for each in runs) / measured * 1e6
    print(
        f"  bandit: {took:.0f} µs a choice with its learning; {100 * np.mean([e.explored for e in runs]):.2f} % to others than the best"
    )
    on_shared_log()
    print(f"  took {time.perf_counter() - began:.0f} s")
    print(
        "MISSED: the bandit is not surely above both."
        if missed
        else "met: above the best single gateway and the tree."
    )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
