"""What the data of each kind of event hold: the promise to whoever is sent one, and the types that documents and SDKs are made of.

Fields are added and never taken away or renamed. They are ids, codes, times and money, never a person; words that are told here may be
joined by others. `core/event_kinds.py` says which kind has which, `core/event_data_of_payments.py` has those of money, and
`core/events.py` holds each announcement against them.
"""

import datetime as dt
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

At = Annotated[dt.datetime, Meta(tz=True)]
JsonAny = Annotated[object, Meta(extra_json_schema={"description": "Any JSON value."})]


class PingEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a test.

    message: the same words every time.
    """

    message: str


class DecisionEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a decision.

    use_case: the question that was asked.
    outcome: what the rules made of it.
    score: in millionths; null where no model answered.
    degraded: whether it was made without the model or the rules.
    """

    use_case: str
    outcome: str
    score: int | None
    degraded: bool


class RulesetEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a ruleset.

    use_case: whose ruleset it is.
    version: the version that decides from now on, `rsv_…`; null for the one that comes with the service.
    version_number: its number, 0 for the one that comes with the service.
    """

    use_case: str
    version: str | None
    version_number: int


class RulesetFellBackEventData(RulesetEventData, frozen=True, kw_only=True):
    """Of a ruleset that failed.

    use_case: whose ruleset it is.
    version: the version that decides again, `rsv_…`; null for the one that comes with the service.
    version_number: its number, 0 for the one that comes with the service.
    failed_version: the version that could not be evaluated.
    reason: `evaluation_failed`.
    """

    failed_version: str
    reason: str


class ApprovalAskedEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a change that waits.

    about: the id of what is to be approved.
    permission: what a member needs to approve it.
    """

    about: str
    permission: str


class ApprovalGivenEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a change that was judged.

    about: the id of what it was about.
    verdict: `approved` or `refused`.
    """

    about: str
    verdict: str


class BacktestEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a backtest that has ended.

    status: `completed`, `failed` or `cancelled`.
    decisions: how many it compared, where it was completed.
    changed: of these, how many came out otherwise.
    """

    status: str
    decisions: int | UnsetType = UNSET
    changed: int | UnsetType = UNSET


class DeploymentEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a deployment that ended by itself.

    use_case: whose deployment it was.
    version: the version that it served, `ver_…`.
    role: `champion` or `challenger`.
    reason: `guardrail`.
    guardrail: what it broke: `degraded`, `declined` or `slow`.
    """

    use_case: str
    version: str
    role: str
    reason: str
    guardrail: str


class DriftEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a version that begins to drift.

    use_case: the question that it answers.
    version: the version, `ver_…`.
    role: `champion` or `challenger`.
    columns: what has moved: features, `score`, or the answer.
    """

    use_case: str
    version: str
    role: str
    columns: list[str]


class FeedFailedEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a feed's failure.

    run: what failed, `fdr_…`; null where nothing could be fetched.
    code: why.
    failures: in a row.
    """

    run: str | None
    code: str
    failures: int


class FeedPausedEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a feed that is paused.

    code: why it failed last.
    failures: in a row.
    """

    code: str | None
    failures: int


class CauseRisingEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a root cause that grows; what its cases do not share is null.

    kind: of what: attempts, payouts, tickets.
    name: in words.
    gateway: that they share.
    method: that they share.
    bank: that they share.
    code: that they share.
    fault: whose fault it is, of any code.
    count: in the window.
    expected: as many as were to be expected.
    example: the id of one.
    """

    kind: str
    name: str
    gateway: str | None
    method: str | None
    bank: str | None
    code: str | None
    fault: str | None
    count: int
    expected: float | None
    example: str


class CauseSubsidedEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a root cause that grows no more.

    kind: of what: attempts, payouts, tickets.
    since: when it began to grow.
    """

    kind: str
    since: At


class AlertEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of an alert.

    kind: the event that raised it, or `own.` and your own word.
    subject: what it is about.
    severity: `low`, `medium`, `high` or `critical`.
    count: events in it.
    """

    kind: str
    subject: str
    severity: str
    count: int


class CaseEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a case.

    queue: where it waits.
    priority: of the case.
    subject: the id of what it is about, where there is one.
    result: what it came to, once it is closed.
    """

    queue: str
    priority: str
    subject: str | None
    result: str | None


class CaseOverdueEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a case that is past its time.

    queue: where it waits.
    priority: of the case.
    due: when it was due.
    """

    queue: str
    priority: str
    due: At


class WorkflowStartedEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of an instance that began.

    workflow: its name.
    """

    workflow: str


class WorkflowWaitingEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of an instance that waits for a person.

    workflow: its name.
    step: where it waits.
    """

    workflow: str
    step: str


class WorkflowFinishedEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of an instance that has ended.

    workflow: its name.
    ending: `completed` or `cancelled`.
    """

    workflow: str
    ending: str


class WorkflowFailedEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of an instance that has failed.

    workflow: its name.
    step: that failed.
    code: why.
    """

    workflow: str
    step: str
    code: str


class WorkflowTrialEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a trial of two versions.

    workflow: its name.
    ended_as: how it ended.
    verdict: how the candidate did beside the control.
    control_version: `wfv_…`.
    candidate_version: `wfv_…`.
    """

    workflow: str
    ended_as: str
    verdict: str
    control_version: str
    candidate_version: str


class WorkflowOwnEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a workflow's own event.

    name: as the workflow names it.
    facts: as the workflow says them.
    """

    name: str
    facts: dict[str, JsonAny]


class ReleaseEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a release.

    use_case: whose release it is.
    number: of the release, within its use case.
    """

    use_case: str
    number: int


class ReleasePromotedEventData(ReleaseEventData, frozen=True, kw_only=True):
    """Of a release that came from the sandbox.

    use_case: whose release it is.
    number: of the release, within its use case.
    promoted_from: the sandbox's, `rel_…`.
    """

    promoted_from: str


class WebhookDisabledEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of an endpoint that gets nothing more.

    reason: `gone` where it answered 410, `failing` where it took nothing for three days.
    failing_since: when that began; null where nothing had failed before.
    """

    reason: str
    failing_since: At | None
