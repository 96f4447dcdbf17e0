"""Backtests as both faces show them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from api.views.rulesets import RulesetDraft
from core.ids import public
from core.pages import Page
from inference.backtests.backtests import ShownBacktest
from inference.backtests.entities import (
    PASSING_MAX,
    PREFIX,
    SEED_MAX,
    Against,
    Backtest,
    BacktestRequest,
    Changed,
    Comparison,
    DraftGraph,
    Effect,
    Failure,
    GroupEffect,
    MatrixCell,
    NotHeld,
    Progress,
    Share,
    State,
)
from payments.facts import Instant
from rules.entities import Outcome


class CreateBacktest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to run over stored decisions.

    version_id: a version that was pushed.
    draft: instead of it, a graph with its fallback, which is kept nowhere but in the backtest.
    since: from when decisions are looked at.
    until: up to when; without it, until now.
    passes: outcomes that let an event through; every other one stops it.
    current: compare the draft with what decides now, too, rather than with what was stored alone.
    seed: of the sample of decisions that change; the same seed draws the same ones.
    """

    version_id: Annotated[str, Meta(max_length=64)] | None = None
    draft: RulesetDraft | None = None
    since: Instant
    until: Instant | None = None
    passes: Annotated[tuple[Outcome, ...], Meta(min_length=1, max_length=PASSING_MAX)] = ("approve",)
    current: bool = False
    seed: Annotated[int, Meta(ge=0, le=SEED_MAX)] = 0


class BacktestView(msgspec.Struct, frozen=True, kw_only=True):
    """A backtest without its report.

    version_id: what is tried; null for a draft that was sent along. digest: of the same, in hexadecimal. current_digest: of what
    decides now, where it is compared too. progress: how far it is. failure: why it failed.
    """

    id: str
    use_case: str
    state: State
    version_id: str | None
    digest: str
    current_digest: str | None
    since: datetime
    until: datetime
    passes: list[str]
    seed: int
    progress: Progress
    failure: Failure | None
    created_at: datetime
    created_by: str
    ended_at: datetime | None


class ChangedDecision(msgspec.Struct, frozen=True, kw_only=True):
    """One decision that the draft changes. href: where it is. happened: whether the event came true, where that is known.

    decided_at, amount_minor, currency: null once its customer was erased, and where there is no amount.
    """

    decision_id: str
    href: str
    before: str
    after: str
    happened: bool | None
    decided_at: datetime | None
    amount_minor: int | None
    currency: str | None


class BacktestComparison(msgspec.Struct, frozen=True, kw_only=True):
    """The draft against what was `stored`, or against what decides now (`current`).

    matrix: how many decisions went from which outcome to which. effect: what that means by the truth. groups: the same by region,
    segment, method and size of the amount, named by the smallest amount of as many digits. sample: at most 200 of the decisions
    that change, each as likely as any other. largest: those with the largest amounts of each currency.
    """

    against: Against
    matrix: list[MatrixCell]
    effect: Effect
    groups: list[GroupEffect]
    sample: list[ChangedDecision]
    largest: list[ChangedDecision]


class BacktestReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was found.

    decisions: compared. erased: left out, because their customers were erased. unreadable: left out, because this release cannot
    read them. fallback: made without a model, to which every ruleset gives its fallback. same: decided by the very version that is
    tried, and of these, those that differ: none. incomplete: that do not hold every fact which the rules read. not_held: those
    facts; they were missing to the rules there.
    """

    decisions: int
    erased: int
    unreadable: int
    fallback: int
    same: Share
    incomplete: int
    not_held: list[NotHeld]
    comparisons: list[BacktestComparison]


class BacktestResult(BacktestView, frozen=True, kw_only=True):
    """A backtest. report: once it is completed."""

    report: BacktestReport | None


class BacktestPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of backtests, newest first."""

    data: list[BacktestView]
    has_more: bool
    next_after: str | None


def request_of(body: CreateBacktest) -> BacktestRequest:
    draft = body.draft
    return BacktestRequest(
        version_id=body.version_id,
        draft=None if draft is None else DraftGraph(graph=draft.graph, fallback=draft.fallback),
        since=body.since,
        until=body.until,
        passes=body.passes,
        current=body.current,
        seed=body.seed,
    )


def backtest_view(backtest: Backtest) -> BacktestView:
    version, current, scope = backtest.version_id, backtest.current_digest, backtest.scope
    return BacktestView(
        id=public(PREFIX, backtest.id),
        use_case=backtest.use_case,
        state=backtest.state,
        version_id=None if version is None else public("rsv", version),
        digest=backtest.digest.hex(),
        current_digest=None if current is None else current.hex(),
        since=scope.since,
        until=scope.until,
        passes=list(scope.passes),
        seed=scope.seed,
        progress=backtest.progress,
        failure=backtest.failure,
        created_at=backtest.created_at,
        created_by=backtest.created_by,
        ended_at=backtest.ended_at,
    )


def backtest_result(shown: ShownBacktest) -> BacktestResult:
    fields = msgspec.structs.asdict(backtest_view(shown.backtest))
    return BacktestResult(**fields, report=_report(shown))


def backtest_page(page: Page[Backtest]) -> BacktestPage:
    return BacktestPage(
        data=[backtest_view(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def _report(shown: ShownBacktest) -> BacktestReport | None:
    report = shown.report
    if report is None:
        return None
    return BacktestReport(
        decisions=report.decisions,
        erased=report.skipped.erased,
        unreadable=report.skipped.unreadable,
        fallback=report.fallback,
        same=report.same,
        incomplete=report.incomplete,
        not_held=list(report.not_held),
        comparisons=[_comparison(shown, each) for each in report.comparisons],
    )


def _comparison(shown: ShownBacktest, one: Comparison) -> BacktestComparison:
    return BacktestComparison(
        against=one.against,
        matrix=list(one.matrix),
        effect=one.effect,
        groups=list(one.groups),
        sample=_decisions(shown, one.sample),
        largest=_decisions(shown, one.largest),
    )


def _decisions(shown: ShownBacktest, changed: Iterable[Changed]) -> list[ChangedDecision]:
    found = []
    for each in changed:
        at, counted = shown.counted.get(each.decision_id, (None, None))
        known = None if counted is None or counted.currency is None else counted
        name = public("dec", each.decision_id)
        found.append(
            ChangedDecision(
                decision_id=name,
                href=f"/api/v1/decisions/{name}",
                before=each.before,
                after=each.after,
                happened=each.happened,
                decided_at=at,
                amount_minor=None if known is None else known.amount,
                currency=None if known is None else known.currency,
            )
        )
    return found
