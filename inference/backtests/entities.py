"""A backtest: what was asked for, how far it is, and what was found."""

import datetime as dt
from typing import Annotated, Literal, get_args
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, InvalidRequest, PlatformError
from payments.facts import Instant
from rules.entities import Document, Outcome

PREFIX = "bkt"
REPORT_LABEL = "backtest.report"
"""Under which a report is sealed."""
SAMPLE_MAX = 200
LARGEST_MAX = 20
"""Decisions of one currency that are shown for their amounts."""
OPEN_MAX = 5
"""Backtests of one environment that are not ended yet."""
PASSING_MAX = 16
SEED_MAX = 2**31 - 1

State = Literal["queued", "running", "completed", "failed", "cancelled"]
FINAL_STATES = frozenset({"completed", "failed", "cancelled"})
Against = Literal["stored", "current"]
Group = Literal["region", "segment", "method", "amount"]
GROUPS: tuple[Group, ...] = get_args(Group)


class BacktestRefused(InvalidRequest):
    code = "backtest_refused"
    fix = "Correct the named fields and send the request again."


class BacktestNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "backtest_not_found"
    fix = "Use the id that the backtest was answered with, in the environment where it was started."


class BacktestEnded(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "backtest_ended"
    fix = "Nothing is left to do; its state says how it ended."


class TooManyBacktests(PlatformError):
    kind = ErrorKind.EXHAUSTED
    code = "too_many_backtests"
    fix = "Wait until one has ended, or cancel one."


class DraftGraph(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A ruleset as its author wrote it, kept nowhere else yet."""

    graph: Document
    fallback: Outcome


class BacktestRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to run over stored decisions.

    version_id: a version that was pushed. draft: instead, a ruleset sent along. since, until: of the decisions; until now
    where not told. passes: outcomes that let an event through; every other one stops it. current: compare with what decides
    now, too. seed: of the sample.
    """

    version_id: Annotated[str, Meta(max_length=64)] | None = None
    draft: DraftGraph | None = None
    since: Instant
    until: Instant | None = None
    passes: Annotated[tuple[Outcome, ...], Meta(min_length=1, max_length=PASSING_MAX)] = ("approve",)
    current: bool = False
    seed: Annotated[int, Meta(ge=0, le=SEED_MAX)] = 0


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What a backtest reads and how it judges, as it is kept. until: exclusive. current: the active ruleset is compared too."""

    since: dt.datetime
    until: dt.datetime
    passes: tuple[str, ...]
    current: bool
    seed: int


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """count of `of`, with its 95 % score interval (Wilson 1927); None where there is nothing to count among."""

    count: int
    of: int
    share: float | None
    low: float | None
    high: float | None


class Money(msgspec.Struct, frozen=True, kw_only=True):
    """A sum in minor units, exact. low, high: where the sum of as many other decisions would lie, 95 times in 100."""

    minor: int
    low: int
    high: int


class SideMoney(msgspec.Struct, frozen=True, kw_only=True):
    """Amounts of one currency. net: newly stopped less newly passed."""

    currency: str
    minor: int
    stopped_before: Money
    stopped_after: Money
    newly_stopped: Money
    newly_passed: Money
    net: Money


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions of one truth: what stopped them before, what the draft stops, and what differs."""

    decisions: int
    stopped_before: Share
    stopped_after: Share
    newly_stopped: int
    newly_passed: int
    money: tuple[SideMoney, ...]


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What the draft changes among some decisions.

    fraud: the event of the use case came true. good: it did not. unknown: nobody said yet.
    """

    changed: Share
    known: Share
    fraud: Side
    good: Side
    unknown: Side


class GroupEffect(msgspec.Struct, frozen=True, kw_only=True):
    """value: of the group; None where the decisions name none, `(other)` for those beyond the most frequent."""

    by: Group
    value: str | None
    effect: Effect


class MatrixMoney(msgspec.Struct, frozen=True, kw_only=True):
    currency: str
    minor: int


class MatrixCell(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions that one outcome was given to before, and another by the draft."""

    before: str
    after: str
    decisions: int
    money: tuple[MatrixMoney, ...]


class Changed(msgspec.Struct, frozen=True):
    """One decision that the draft changes. happened: the truth, where known."""

    decision_id: UUID
    before: str
    after: str
    happened: bool | None


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """The draft against what was stored, or against what decides now.

    sample: a uniform one of the decisions that change. largest: those that change with the largest amounts of each currency.
    """

    against: Against
    matrix: tuple[MatrixCell, ...]
    effect: Effect
    groups: tuple[GroupEffect, ...]
    sample: tuple[Changed, ...]
    largest: tuple[Changed, ...]


class NotHeld(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that the rules read and some stored decisions do not hold: it was missing to the rules there."""

    fact: str
    decisions: int


class Skipped(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions that could not be compared. erased: of customers who were erased. unreadable: written in another form."""

    erased: int
    unreadable: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a backtest found.

    decisions: compared. fallback: of these, made without a model, to which a ruleset gives its fallback. same: of these, decided
    by the very version that is tried, and how many of them differ. incomplete: that lack a fact which the rules read.
    """

    decisions: int
    skipped: Skipped
    fallback: int
    same: Share
    incomplete: int
    not_held: tuple[NotHeld, ...]
    comparisons: tuple[Comparison, ...]


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """done: decisions of the range looked at, of every use case. of: all of them; None until they are counted.

    rate: a second. eta_s: until the end.
    """

    done: int
    of: int | None
    rate: float | None
    eta_s: float | None


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    message: str


class Backtest(msgspec.Struct, frozen=True, kw_only=True):
    """version_id: None for a draft that was sent along. digest: of what is tried; current_digest: of what it is compared with."""

    id: UUID
    use_case: str
    state: State
    version_id: UUID | None
    digest: bytes
    current_digest: bytes | None
    scope: Scope
    progress: Progress
    failure: Failure | None
    created_at: dt.datetime
    created_by: str
    ended_at: dt.datetime | None
