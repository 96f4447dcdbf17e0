"""What one more use case costs in a call of several, against a call of its own; and what long facts cost others.

The server has processor 0 to itself; the client, PostgreSQL and the worker share processor 1. Every rung of the ladder asks
one use case more about the same kind of payment; CPU is the server's, a call. Then payments are decided at a steady rate
beside nobody, and beside a caller who keeps sending the longest commission statements: what their p99 becomes.
"""

import argparse
import json
import os
import pathlib
import statistics
import threading
from collections.abc import Mapping

import httpx

from app.launch import environment, running
from app.scratch import scratch
from bench import sandbox
from bench.load import LoadPlan, LoadResult, post
from bench.load import run as run_load
from bench.processes import processes
from inference.event_kinds import EVENTS

IN_FLIGHT = 16
SALES = 1_000
_CALM_RATE = 100.0
_LADDER = ("transaction-anomaly", "credit-score", "churn-score", "ticket-triage", "payment-delay")
_BLOCKS: Mapping[str, Mapping[str, object]] = {
    "ticket-triage": {"ticket": EVENTS["ticket"].example},
    "payment-delay": {"invoice": EVENTS["invoice"].example},
}
_SERVER_CPU, _CLIENT_CPU = {0}, {1}
Headers = list[tuple[str, str]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, _CLIENT_CPU)
    with scratch("several") as folder, running(environment(folder / "data")) as service:
        tree = processes(service.pid)
        for process, pids in tree.items():
            for pid in pids:
                os.sched_setaffinity(pid, _SERVER_CPU if process == "server" else _CLIENT_CPU)
        headers = [("Authorization", f"Bearer {sandbox.prepare(service, None)}")]
        _ladder(service.rest_port, tree["server"], headers, arguments.rounds, arguments.seconds)
        _beside(service.rest_url, service.rest_port, headers, arguments.seconds)
    return 0


def _ladder(port: int, pids: list[int], headers: Headers, rounds: int, seconds: float) -> None:
    payments = [json.loads(body)["transaction"] for body in sandbox.payment_questions(8_000)]
    plans = {
        f"together, {count}": _together(payments, count, headers) for count in range(1, len(_LADDER) + 1)
    }
    plans |= {f"alone, {name}": _alone(name, payments, headers) for name in _LADDER}
    cost_us: dict[str, list[float]] = {name: [] for name in plans}
    for requests in plans.values():
        _load(port, requests, 0.5)
    for _ in range(rounds):
        for name, requests in plans.items():
            before = _cpu_s(pids)
            result = _load(port, requests, seconds)
            cost_us[name].append((_cpu_s(pids) - before) * 1e6 / result.answered)
    costs = {name: statistics.median(found) for name, found in cost_us.items()}
    print(f"server CPU a call, µs, median of {rounds} rounds of {seconds:g} s, {IN_FLIGHT} in flight")
    for count, name in enumerate(_LADDER, start=1):
        together, alone = costs[f"together, {count}"], costs[f"alone, {name}"]
        more = together - costs.get(f"together, {count - 1}", 0.0)
        share = f", {more / alone:.0%} of it" if count > 1 else ""
        print(
            f"  {count} use cases: {together:6.0f}   + {name}: {more:6.0f}   in a call of its own: {alone:6.0f}{share}"
        )


def _together(payments: list[dict[str, object]], count: int, headers: Headers) -> list[bytes]:
    names = _LADDER[:count]
    blocks = {field: facts for name in names for field, facts in _BLOCKS.get(name, {}).items()}
    bodies = [{"transaction": payment, "use_cases": names, **blocks} for payment in payments]
    return [post("/api/v1/decisions", _anew(body, count), headers) for body in bodies]


def _alone(name: str, payments: list[dict[str, object]], headers: Headers) -> list[bytes]:
    def body(payment: dict[str, object]) -> bytes:
        if name == "transaction-anomaly":
            return _anew({"transaction": payment}, 0)
        facts = _BLOCKS.get(name) or {"customer_id": payment["customer_id"]}
        return json.dumps(facts).encode()

    return [post(f"/api/v1/inference/{name}", body(payment), headers) for payment in payments]


def _anew(body: dict[str, object], rung: int) -> bytes:
    """Every rung sends payments of its own, or they would be known already."""
    text = json.dumps(body)
    return text.replace('"id": "pay-', f'"id": "rung-{rung}-', 1).encode()


def _beside(url: str, port: int, headers: Headers, seconds: float) -> None:
    bodies = [body.replace(b'"id": "pay-', b'"id": "calm-') for body in sandbox.payment_questions(20_000)]
    payments = [post("/api/v1/inference/transaction-anomaly", body, headers) for body in bodies]
    calm = _load(port, payments[:10_000], 2 * seconds, rate=_CALM_RATE)
    stop = threading.Event()
    took_ms: list[float] = []
    sender = threading.Thread(target=_send, args=(url, dict(headers), stop, took_ms))
    sender.start()
    try:
        busy = _load(port, payments[10_000:], 2 * seconds, rate=_CALM_RATE)
    finally:
        stop.set()
        sender.join()
    print(
        f"{_CALM_RATE:.0f} payments a second: p50 {calm.p50_us / 1e3:.2f} ms, p99 {calm.p99_us / 1e3:.2f} ms"
    )
    print(
        f"beside {len(took_ms)} commission statements of {SALES} sales ({statistics.median(took_ms):.1f} ms each): "
        f"p50 {busy.p50_us / 1e3:.2f} ms, p99 {busy.p99_us / 1e3:.2f} ms, at most {busy.max_us / 1e3:.1f} ms"
    )


def _send(url: str, headers: dict[str, str], stop: threading.Event, took_ms: list[float]) -> None:
    """Send one long statement after another, ten a second."""
    facts = dict(EVENTS["commission"].example)
    facts["sales"] = [
        {"product": "loan", "amount_minor": 90_000 + number, "sold_at": f"2026-10-{1 + number % 28:02d}T10:00:00Z"}
        for number in range(SALES * 7 // 10)
    ] + [
        {"product": "loan", "amount_minor": 90_000 + number, "sold_at": f"2026-09-{1 + number % 28:02d}T10:00:00Z"}
        for number in range(SALES * 3 // 10)
    ]  # fmt: skip
    with httpx.Client(base_url=url, headers=headers) as client:
        while not stop.wait(0.1):
            answer = client.post("/api/v1/inference/commission-check", json={"commission": facts})
            answer.raise_for_status()
            took_ms.append(answer.elapsed.total_seconds() * 1e3)


def _load(port: int, requests: list[bytes], seconds: float, *, rate: float | None = None) -> LoadResult:
    plan = LoadPlan(
        host="127.0.0.1", port=port, requests=requests, connections=IN_FLIGHT, duration_s=seconds, rate=rate
    )
    result = run_load(plan)
    if set(result.statuses) != {200}:
        raise SystemExit(f"refused: {result.statuses} {result.first_error}")
    return result


def _cpu_s(pids: list[int]) -> float:
    ticks = 0
    for pid in pids:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    raise SystemExit(main())
