"""What the server shows at `/metrics`, and sends by OTLP where that is set."""

import contextlib
from collections.abc import Callable, Iterator

from api.metrics import RequestMetrics
from app.pulse import Pulse
from app.wiring import traces
from core.database import Database
from core.idempotency import Idempotency
from core.telemetry import Readings, Telemetry
from core.telemetry_settings import TelemetrySettings
from inference.decisions import Decisions
from inference.runtimes.model_server import NO_VERSIONS, ModelServer
from inference.runtimes.port import RuntimeWatch
from inference.shadows import Shadows
from inference.swap_times import SwapTimes
from ledger.anchoring.pulse import AnchorPulse


@contextlib.contextmanager
def telemetry(settings: TelemetrySettings, service: str, requests: RequestMetrics) -> Iterator[Telemetry]:
    """Open the process's meters; at the end of the block they send what is left."""
    otlp = traces.exporters(settings)
    readers = [] if otlp is None else [otlp.metric_reader(settings, requests)]
    meters = Telemetry(traces.resource(service), readers)
    try:
        yield meters
    finally:
        meters.close()


def ticks(meters: Telemetry) -> Callable[[int, float], None]:
    """Return what hears of each tick."""
    record_size = meters.histogram(
        "countermark.tick.size", "{decision}", "Questions decided together, in one commit."
    )
    record_seconds = meters.histogram("countermark.tick.duration", "s", "From a tick's start to its commit.")

    def on_tick(size: int, seconds: float) -> None:
        record_size(size)
        record_seconds(seconds)

    return on_tick


def runs(meters: Telemetry) -> RuntimeWatch:
    """Return what hears of each run of a model."""
    record = meters.labelled_histogram(
        "countermark.runtime.duration", "s", "One run of a version for all rows that went together."
    )

    def on_run(runtime: str, outcome: str, seconds: float) -> None:
        record(seconds, {"runtime": runtime, "outcome": outcome})

    return on_run


def watch_model_server(meters: Telemetry, server: ModelServer | None) -> None:
    """Show how the versions on the model server stand; without one there are none."""
    meters.gauge(
        "countermark.model_server.versions",
        "{version}",
        "Open versions of the model server: checked and ready, not checked yet, or left alone after failures.",
        lambda: [
            ({"state": state}, count) for state, count in (server.states() if server else NO_VERSIONS).items()
        ],
    )


def watch(
    meters: Telemetry, database: Database, idempotency: Idempotency, decisions: Decisions, pulse: Pulse
) -> None:
    """Show what each part counts."""
    _watch_decisions(meters, decisions)
    meters.counter(
        "countermark.idempotent.replays",
        "{request}",
        "Requests answered with what an earlier one with their key was answered.",
        _one(lambda: idempotency.replayed + decisions.replayed),
    )
    meters.gauge(
        "countermark.database.connections",
        "{connection}",
        "Connections of this process's pool: used, idle, and at most.",
        lambda: [({"state": state}, count) for state, count in database.pool_connections().items()],
    )
    _watch_pulse(meters, pulse)


def watch_swaps(meters: Telemetry, times: SwapTimes, shadows: Shadows) -> None:
    """Show what swaps cost those who ask meanwhile, and whether shadows keep up."""
    meters.counter(
        "countermark.swaps",
        "{swap}",
        "Switches of this process to other deployments.",
        _one(lambda: times.swaps),
    )
    meters.gauge(
        "countermark.swap.tick",
        "s",
        "How long the latest ticks took while a version was opened, warmed and switched to.",
        lambda: [({"quantile": "0.99"}, times.p99_s())],
    )
    meters.counter(
        "countermark.shadow.predictions",
        "{prediction}",
        "Questions for versions in the shadow: scored, failed, and dropped because too many waited.",
        lambda: [
            ({"state": "scored"}, shadows.scored),
            ({"state": "failed"}, shadows.failed),
            ({"state": "dropped"}, shadows.dropped),
        ],
    )


def _watch_decisions(meters: Telemetry, decisions: Decisions) -> None:
    meters.counter(
        "countermark.decisions",
        "{decision}",
        "Decisions made, by use case, outcome and whether without a model.",
        lambda: [
            (
                {"use_case": use_case, "outcome": outcome, "degraded": "true" if degraded else "false"},
                made,
            )
            for (use_case, outcome, degraded), made in decisions.made().items()
        ],
    )
    meters.gauge(
        "countermark.queue.length",
        "{question}",
        "Questions that wait for a tick.",
        _one(lambda: decisions.waiting),
    )
    meters.counter(
        "countermark.queue.rejected",
        "{question}",
        "Questions refused because too many waited.",
        _one(lambda: decisions.rejected),
    )


def _watch_pulse(meters: Telemetry, pulse: Pulse) -> None:
    ledger = pulse.ledger
    meters.counter(
        "countermark.ledger.entries",
        "{entry}",
        "Entries with a place in a log.",
        _one(lambda: ledger.entries),
    )
    meters.counter(
        "countermark.ledger.checkpoints",
        "{checkpoint}",
        "Checkpoints signed since this process started.",
        _one(lambda: ledger.checkpoints),
    )
    for name, unit, description, read in (
        ("unsequenced", "{entry}", "Entries that wait for a place in their log.", lambda: ledger.unsequenced),
        ("unsequenced.age", "s", "How long the oldest of them has waited.", ledger.unsequenced_age_s),
        ("unsigned", "{entry}", "Entries with a place, under no checkpoint yet.", lambda: ledger.unsigned),
        ("unsigned.age", "s", "How long a log has gone without one.", ledger.unsigned_age_s),
        (
            "refused",
            "{entry}",
            "Rows that can never be entries: evidence of a fault.",
            lambda: ledger.refused,
        ),
        (
            "held",
            "{log}",
            "Logs that are not signed, because others hold more of them: the database is older than what was signed.",
            lambda: ledger.held,
        ),
        ("read.age", "s", "How old these readings are.", ledger.read_age_s),
    ):
        meters.gauge(f"countermark.ledger.{name}", unit, description, _one(read))
    _watch_anchors(meters, pulse.anchors)
    meters.gauge(
        "countermark.jobs",
        "{job}",
        "Jobs in the queue, by name and state.",
        lambda: [({"job": job, "state": state}, count) for (job, state), count in pulse.jobs.items()],
    )


def _watch_anchors(meters: Telemetry, anchors: AnchorPulse) -> None:
    for name, unit, description, read in (
        ("behind", "{epoch}", "Epochs that are closed and not on the chain.", lambda: anchors.behind),
        ("age", "s", "Since the newest anchor was seen in a block.", anchors.age_s),
        ("overdue", "1", "1 while the newest anchor is older than three periods.", anchors.overdue),
        ("fee", "{gwei}", "What the newest anchor cost in all.", lambda: anchors.fee_gwei),
        ("look.age", "s", "How long ago the chain was looked at.", anchors.look_age_s),
    ):
        meters.gauge(f"countermark.ledger.anchor.{name}", unit, description, _one(read))
    meters.gauge(
        "countermark.ledger.anchor.trouble.age",
        "s",
        "For how long nothing could be signed, and why.",
        lambda: [({"trouble": anchors.trouble or "none"}, anchors.trouble_age_s())],
    )


def _one(read: Callable[[], float]) -> Callable[[], Readings]:
    return lambda: [({}, read())]
