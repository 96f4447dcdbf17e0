"""What a ruleset of 50 rows costs in the decision path, and how many rows a second a batch or a backtest gets through it.

The path's own call (facts as a decision has them, projection, engine, notes and trace) against zen's `create_decision(graph).evaluate` of
the same graph on facts that are plain and projected already, interleaved in one run on the same facts; outcomes must be the same.
Then the same rows with a list of 100,000 entries read besides. Prints medians, p99 and rows a second; exit 1 where a figure is missed.
"""

import datetime as dt
import functools
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from uuid import UUID

import msgspec
import zen

from inference.entities import DecideCommand
from inference.rule_lists import About, Known, seen_by
from payments.facts import Method, Transaction
from rules.checks.flow import check
from rules.document import read
from rules.evaluation import PreparedRuleset
from rules.facts import LISTS, Projection, schema_of
from rules.language.kinds import Kind
from rules.listed import Members
from tenants.vault import EnvironmentVault

ROWS, LIST_ENTRIES = 50, 100_000
LIMIT_MS, LIMIT_ROWS_S = 0.03, 20_000
ROUNDS, CALLS, BATCH_ROWS = 30, 200, 60_000
NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
CURRENCIES, COUNTRIES = ("INR", "USD", "EUR", "AED"), ("IN", "US", "AE", "SG")
METHODS: tuple[Method, ...] = ("upi", "card", "netbanking", "wallet")
FOREVER = (1 << 63) - 1
Facts = dict[str, object]
Json = dict[str, object]


def graph(*, listed: bool, seed: int = 7) -> Json:
    """A table as risk teams write them: a score, an amount, a currency, a method, a velocity; few cells of each row are empty."""
    rng = random.Random(seed)
    inputs = [
        ("p", "probability"),
        ("a", "transaction.amount_minor"),
        ("c", "transaction.currency"),
        ("m", "transaction.method"),
        ("v", "features.payments_h24"),
    ]
    inputs += [("l", "lists.stolen.device_id")] if listed else []
    rows: list[dict[str, str]] = []
    for at in range(ROWS - 1):
        some = [f"'{each}'" for each in rng.sample(METHODS, 2)]
        row = {
            "_id": str(at), "p": f">= {rng.uniform(0.3, 1):.3f}", "a": f"> {rng.randrange(10_000, 50_000_000)}",
            "c": f"'{rng.choice(CURRENCIES)}'", "m": ", ".join(some), "v": f"[{rng.randrange(0, 5)}..{rng.randrange(5, 40)}]",
            "o": rng.choice(("'review'", "'decline'")), "n": f"'row {at}'",
        }  # fmt: skip
        for cell in rng.sample(["p", "a", "c", "m", "v"], 1):
            row[cell] = ""
        rows.append(row | ({"l": rng.choice(("", "true"))} if listed else {}))
    rows.append({"_id": "last", "o": "'approve'"})
    content = {
        "hitPolicy": "first", "passThrough": True, "rules": rows,
        "inputs": [{"id": name, "name": name, "field": field} for name, field in inputs],
        "outputs": [{"id": "o", "name": "o", "field": "outcome"}, {"id": "n", "name": "n", "field": "notes"}],
    }  # fmt: skip
    return {
        "nodes": [
            {"id": "in", "name": "Facts", "type": "inputNode"},
            {"id": "t", "name": "Table", "type": "decisionTableNode", "content": content},
            {"id": "out", "name": "Outcome", "type": "outputNode"},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "t"},
            {"id": "2", "sourceId": "t", "targetId": "out"},
        ],
    }


def prepared(made: Json) -> PreparedRuleset:
    schema = {
        **schema_of(features=("payments_h24",)),
        "lists.stolen.device_id": schema_of(inputs={"x": Kind.FLAG})["inputs.x"],
    }
    rules = read(made)
    return PreparedRuleset(rules, "review", check(rules, schema).facts, version_id=None, digest=b"")


def payments(count: int, seed: int = 11) -> list[tuple[Transaction, Facts]]:
    """Payments with the facts that a decision about each has."""
    rng = random.Random(seed)
    made = []
    for at in range(count):
        payment = Transaction(
            id=f"p-{at}", customer_id=f"c-{at % 5_000}", amount_minor=rng.randrange(1_000, 60_000_000), currency=rng.choice(CURRENCIES),
            occurred_at=NOW, method=rng.choice(METHODS), country=rng.choice(COUNTRIES), device_id=f"d-{rng.randrange(200_000)}",
        )  # fmt: skip
        score = rng.random()
        facts: Facts = {
            "use_case": "transaction-anomaly", "mode": "live", "decided_at": NOW, "score": score, "probability": score,
            "points": round(300 + 600 * score), "reasons": ["amount_minor", "method"], "answer": None, "inputs": {},
            "features": {"payments_h24": float(rng.randrange(0, 40))}, "transaction": payment, "segment": None, "region": None,
        }  # fmt: skip
        made.append((payment, facts))
    return made


def asker(ruleset: PreparedRuleset) -> Callable[[Transaction, Facts], str]:
    """Decide with a list of 100,000 devices, as the path does: what was told of it is found and given to the rules."""
    vault = EnvironmentVault(UUID(int=1), {1: bytes(32)}, 1, sha256(b"bench").digest())
    digests = (vault.digest("rules/device/v1", f"d-{each}".encode()) for each in range(LIST_ENTRIES))
    known = Known({"stolen": Members.of((digest, FOREVER) for digest in digests)}, None)

    def ask(payment: Transaction, facts: Facts) -> str:
        command = DecideCommand(use_case="transaction-anomaly", transaction=payment)
        about = About(vault=vault, customer=UUID(int=2), command=command, beside=None)
        seen = seen_by(ruleset, known, about, NOW)
        return ruleset.evaluate(facts | {LISTS: seen.lists}).outcome

    return ask


def main() -> None:
    made = graph(listed=False)
    ruleset, ask = prepared(made), asker(prepared(graph(listed=True)))
    peer = zen.ZenEngine().create_decision(json.dumps(made))
    rows = payments(BATCH_ROWS)
    plain = [Projection(ruleset.facts).of(facts) for _, facts in rows[: ROUNDS * CALLS]]
    _same(ruleset, peer, rows, plain)
    ours, theirs, listed = [], [], []
    for start in range(0, ROUNDS * CALLS, CALLS):
        part, flat = rows[start : start + CALLS], plain[start : start + CALLS]
        ours += _timed([functools.partial(ruleset.evaluate, facts) for _, facts in part])
        theirs += _timed([functools.partial(peer.evaluate, facts) for facts in flat])
        listed += _timed([functools.partial(ask, *each) for each in part])
    began = time.perf_counter()
    for _, facts in rows:
        ruleset.evaluate(facts)
    rate = len(rows) / (time.perf_counter() - began)
    _report(ours, theirs, listed, rate)


def _same(
    ruleset: PreparedRuleset,
    peer: zen.ZenDecision,
    rows: Sequence[tuple[Transaction, Facts]],
    plain: Sequence[dict[str, object]],
) -> None:
    for (_, facts), flat in zip(rows, plain, strict=False):
        ours, theirs = ruleset.evaluate(facts).outcome, peer.evaluate(flat)["result"]["outcome"]
        if ours != theirs:
            raise SystemExit(
                f"{ours} here, {theirs} by the engine alone, of {msgspec.json.encode(flat).decode()}"
            )


def _timed(calls: Sequence[Callable[[], object]]) -> list[float]:
    """Milliseconds of each call."""
    found = []
    for call in calls:
        began = time.perf_counter_ns()
        call()
        found.append((time.perf_counter_ns() - began) / 1e6)
    return found


def _report(ours: list[float], theirs: list[float], listed: list[float], rate: float) -> None:
    print(f"{ROWS} rows, 5 columns; {len(ours)} decisions on each side, interleaved")
    for name, times in (
        ("in the decision path", ours),
        ("zen's own decision.evaluate", theirs),
        (f"in the path, with a list of {LIST_ENTRIES:,}", listed),
    ):
        p99 = statistics.quantiles(times, n=100)[98]
        print(f"  {name:<42} p50 {statistics.median(times):.4f} ms   p99 {p99:.4f} ms")
    print(f"  batch, one process                         {rate:,.0f} rows/s")
    p50 = statistics.median(ours)
    missed = [
        text
        for text, bad in (
            (f"p50 {p50:.4f} ms, above {LIMIT_MS}", p50 > LIMIT_MS),
            (f"{rate:,.0f} rows/s, below {LIMIT_ROWS_S:,}", rate < LIMIT_ROWS_S),
        )
        if bad
    ]
    print(
        "missed: " + "; ".join(missed)
        if missed
        else f"met: p50 ≤ {LIMIT_MS} ms, batch ≥ {LIMIT_ROWS_S:,} rows/s"
    )
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
