"""Rulesets as both faces show them."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.ids import public
from core.pages import Page
from rules.assessment import DRY_RUNS_MAX
from rules.entities import Approval, Draft, Outcome, Ruleset, RulesetVersion, RuleTestResult, Trial
from rules.entities import Reason as ChangeReason
from rules.evaluation import RuleResult
from rules.facts import FACT_ITEMS_MAX, FACT_TEXT_MAX, Fact, FactSchema

State = Literal["checked", "shadow", "approved", "active", "retired", "refused"]
JsonAny = Annotated[object, Meta(extra_json_schema={"description": "Any JSON value."})]
GraphDocument = Annotated[dict[str, JsonAny], Meta(min_length=1, max_length=16)]
FactText = Annotated[str, Meta(max_length=FACT_TEXT_MAX)]
GivenFact = FactText | float | bool | Annotated[list[FactText], Meta(max_length=FACT_ITEMS_MAX)] | None
GivenFacts = Annotated[
    dict[Annotated[str, Meta(min_length=1, max_length=160)], GivenFact], Meta(max_length=256)
]


class PushRuleset(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new version of a ruleset.

    graph: a GoRules JDM graph: decision tables, expressions and switches. It must write `outcome` on every path; `notes`,
        a text or a list of texts, go into the decision.
    fallback: the outcome when there is no score, or when the ruleset fails for facts that nobody foresaw.
    reason: why, for those who read the history.
    shadow: let the version rule beside the one that decides, on live decisions; what it would have changed is counted.
    """

    graph: GraphDocument
    fallback: Outcome
    reason: ChangeReason
    shadow: bool = False


class ActivateRuleset(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which version shall decide from now on, and why."""

    version_id: Annotated[str, Meta(max_length=64)]
    reason: ChangeReason


class RulesetDraft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A graph and its fallback that are not kept."""

    graph: GraphDocument
    fallback: Outcome


class CheckRuleset(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to try.

    draft: what to check; without it, the version that decides now.
    facts: sets of facts by full name (`transaction.amount_minor`), each of which gives a result; leave out what is missing.
    """

    draft: RulesetDraft | None = None
    facts: Annotated[list[GivenFacts], Meta(max_length=DRY_RUNS_MAX)] = []


class RulesetApproval(msgspec.Struct, frozen=True, kw_only=True):
    """What a member said of a version. digest: of what they read. actor: the credential that they used."""

    id: str
    verdict: Literal["approve", "refuse"]
    member_id: str
    digest: str
    actor: str
    reason: str
    decided_at: datetime


class RulesetVersionView(msgspec.Struct, frozen=True, kw_only=True):
    """One immutable version.

    id: null for the default that ships with the service, whose number is 0. digest: SHA-256, in hexadecimal, over the
    RFC 8785 form of `{"fallback": …, "graph": …}`; the same stands in decisions and ledger entries. outcomes: all that it
    can give. facts: all that it reads. cost_us: microseconds of its worst case, as it was priced. author_member: whom the
    author's credential acted for. state: `checked`, `shadow`, `approved`, `active`, `retired` (it has decided) or `refused`.
    approvals: what members said of it, oldest first.
    """

    id: str | None
    use_case: str
    number: int
    digest: str
    fallback: str
    outcomes: list[str]
    facts: list[str]
    cost_us: int
    author: str
    reason: str
    created_at: datetime | None
    graph: dict[str, JsonAny]
    author_member: str | None
    state: State
    approvals: list[RulesetApproval]


class RulesetView(msgspec.Struct, frozen=True, kw_only=True):
    """The ruleset of a use case. active: the version that decides. last_number: of the newest version."""

    use_case: str
    active: RulesetVersionView
    active_since: datetime | None
    last_number: int


class RulesetVersionSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A version without its graph."""

    id: str
    use_case: str
    number: int
    digest: str
    fallback: str
    outcomes: list[str]
    cost_us: int
    author: str
    reason: str
    created_at: datetime
    author_member: str | None
    state: State


class RulesetVersionPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of versions, newest first."""

    data: list[RulesetVersionSummary]
    has_more: bool
    next_after: str | None


class RuleHit(msgspec.Struct, frozen=True, kw_only=True):
    """A node that counted. row: of a table, from 1; null for other nodes."""

    node_id: str
    node: str
    row: int | None


class TrialResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one set of facts gives. degraded: the ruleset failed, and this is its fallback."""

    outcome: str
    notes: list[str]
    trace: list[RuleHit]
    degraded: bool


class RuleTestCaseResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one case gave. expected_notes: empty where notes do not matter. trace: the nodes and rows that hit."""

    name: str
    passed: bool
    expected: str
    outcome: str
    expected_notes: list[str]
    notes: list[str]
    trace: list[RuleHit]
    degraded: bool


class RuleFinding(msgspec.Struct, frozen=True, kw_only=True):
    """What an author should know of a ruleset that is not refused for it. severity: `warning` or `information`. path: in the graph."""

    severity: str
    path: str
    reason: str
    fix: str


class TrialView(msgspec.Struct, frozen=True, kw_only=True):
    """What a ruleset can give, what it reads, what its worst case costs, and a result for each set of facts.

    test_cases: a result for each stored test case of the use case. findings: rows that never hit, inputs that none hits, rows at odds,
    rows that ended.
    """

    outcomes: list[str]
    facts: list[str]
    cost_us: int
    results: list[TrialResult]
    test_cases: list[RuleTestCaseResult]
    findings: list[RuleFinding]


class RuleFact(msgspec.Struct, frozen=True, kw_only=True):
    """A name that rules can use. kind: `number`, `text`, `boolean` or `list of texts`. missing: whether it can be null."""

    name: str
    kind: str
    missing: bool
    texts: list[str]


class RuleFactList(msgspec.Struct, frozen=True, kw_only=True):
    """All facts of a use case, by name."""

    data: list[RuleFact]


def draft_of(sent: PushRuleset) -> Draft:
    return Draft(graph=sent.graph, fallback=sent.fallback, reason=sent.reason, shadow=sent.shadow)


def tried_draft(sent: CheckRuleset) -> Draft | None:
    if sent.draft is None:
        return None
    return Draft(graph=sent.draft.graph, fallback=sent.draft.fallback, reason="a dry run")


def ruleset_view(ruleset: Ruleset) -> RulesetView:
    return RulesetView(
        use_case=ruleset.use_case,
        active=ruleset_version_view(ruleset.active),
        active_since=ruleset.active_since,
        last_number=ruleset.last_number,
    )


def ruleset_version_view(version: RulesetVersion) -> RulesetVersionView:
    return RulesetVersionView(
        id=None if version.id is None else public("rsv", version.id),
        use_case=version.use_case,
        number=version.number,
        digest=version.digest.hex(),
        fallback=version.fallback,
        outcomes=list(version.outcomes),
        facts=list(version.facts),
        cost_us=version.cost_us,
        author=version.author,
        reason=version.reason,
        created_at=version.created_at,
        graph=dict(version.graph),
        author_member=None if version.author_member is None else public("mbr", version.author_member),
        state=version.state.value,
        approvals=[_approval(each) for each in version.approvals],
    )


def _approval(said: Approval) -> RulesetApproval:
    return RulesetApproval(
        id=public("apr", said.id),
        verdict=said.verdict,
        member_id=public("mbr", said.member_id),
        digest=said.digest.hex(),
        actor=said.actor,
        reason=said.reason,
        decided_at=said.decided_at,
    )


def ruleset_version_page(page: Page[RulesetVersion]) -> RulesetVersionPage:
    data = [
        msgspec.convert(ruleset_version_view(each), RulesetVersionSummary, from_attributes=True)
        for each in page.data
    ]
    return RulesetVersionPage(data=data, has_more=page.has_more, next_after=page.next_after)


def trial_view(trial: Trial) -> TrialView:
    return TrialView(
        outcomes=list(trial.outcomes),
        facts=list(trial.facts),
        cost_us=trial.cost_us,
        results=[_result(result) for result in trial.results],
        test_cases=[case_result_view(result) for result in trial.test_cases],
        findings=[
            RuleFinding(severity=each.severity, path=each.path, reason=each.reason, fix=each.fix)
            for each in trial.findings
        ],
    )


def _result(result: RuleResult) -> TrialResult:
    return TrialResult(
        outcome=result.outcome,
        notes=list(result.notes),
        trace=[RuleHit(node_id=hit.node_id, node=hit.node, row=hit.row) for hit in result.trace],
        degraded=result.degraded,
    )


def fact_list(schema: FactSchema) -> RuleFactList:
    return RuleFactList(data=[_fact(name, schema[name]) for name in sorted(schema)])


def _fact(name: str, fact: Fact) -> RuleFact:
    return RuleFact(name=name, kind=fact.kind.value, missing=fact.missing, texts=list(fact.texts or ()))


def case_result_view(result: RuleTestResult) -> RuleTestCaseResult:
    return RuleTestCaseResult(
        name=result.name,
        passed=result.passed,
        expected=result.expected,
        outcome=result.outcome,
        expected_notes=list(result.expected_notes),
        notes=list(result.notes),
        trace=[RuleHit(node_id=hit.node_id, node=hit.node, row=hit.row) for hit in result.trace],
        degraded=result.degraded,
    )
