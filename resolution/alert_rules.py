"""Which rule an event meets, and the rules that ship with the service."""

from collections.abc import Iterable, Mapping, Sequence

from resolution.alert_entities import GROUP_CHARS_MAX, AlertRule, Condition

SHIPPED: tuple[AlertRule, ...] = (
    AlertRule(name="payout-credited", kinds=["payout.credited"], resolves=["payout.*"]),
    AlertRule(name="payout-stuck", kinds=["payout.stuck"], severity="high"),
    AlertRule(name="payout-failing", kinds=["payout.failing", "payout.failed"], severity="high", group_by="code"),
    AlertRule(name="payout-late", kinds=["payout.late"], severity="medium"),
    AlertRule(name="payout-amount", kinds=["payout.amount_unusual"], severity="medium"),
    AlertRule(name="payout-documents", kinds=["payout.documents_missing", "payout.missing_document"], severity="low"),
    AlertRule(name="commission-differs", kinds=["commission.differs"], severity="medium"),
    AlertRule(name="gateway-down", kinds=["gateway.down", "gateway.degraded"], severity="critical", group_by="gateway"),
    AlertRule(name="gateway-up", kinds=["gateway.up", "gateway.recovered"], group_by="gateway", resolves=["gateway.*"]),
    AlertRule(name="ruleset-fell-back", kinds=["ruleset.fell_back"], severity="critical"),
    AlertRule(name="ruleset-activated", kinds=["ruleset.activated"], resolves=["ruleset.fell_back"]),
    AlertRule(name="drift", kinds=["drift.found"], severity="medium", group_by="use_case"),
    AlertRule(name="deployment-ended", kinds=["deployment.ended"], severity="high", group_by="use_case"),
    AlertRule(name="workflow-failed", kinds=["workflow.failed"], severity="medium", group_by="workflow"),
    AlertRule(
        name="workflow-trial-failed", kinds=["workflow.trial_ended"], severity="high", group_by="workflow",
        where=[Condition(field="ended_as", values=["guardrail"])],
    ),
    AlertRule(name="webhook-disabled", kinds=["webhook.disabled"], severity="high"),
    AlertRule(name="cause-rising", kinds=["cause.rising"], severity="medium"),
    AlertRule(name="cause-subsided", kinds=["cause.subsided"], resolves=["cause.rising"]),
    AlertRule(name="case-overdue", kinds=["case.overdue"], severity="medium", group_by="queue"),
)  # fmt: skip
"""For an environment that has none of its own."""


def first_match(rules: Iterable[AlertRule], kind: str, data: Mapping[str, object]) -> AlertRule | None:
    """Find the first rule whose kinds and conditions hold."""
    for rule in rules:
        if matches(rule.kinds, kind) and all(
            _text(data.get(each.field)) in each.values for each in rule.where
        ):
            return rule
    return None


def matches(patterns: Sequence[str], kind: str) -> bool:
    """Say whether a kind is among the patterns: itself, or what begins as one with `*` at its end."""
    return any(
        kind.startswith(pattern[:-1]) if pattern.endswith("*") else kind == pattern for pattern in patterns
    )


def group_of(rule: AlertRule, subject: str, data: Mapping[str, object]) -> str:
    """What an event has in common with those that it is one alert with; a field that is not there is the empty text."""
    match rule.group_by:
        case "subject":
            return subject
        case "kind":
            return ""
        case name:
            return (_text(data.get(name)) or "")[:GROUP_CHARS_MAX]


def _text(value: object) -> str | None:
    """A field as a condition names it: texts as they are, true and false in small letters, numbers as JSON writes them."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | float():
            return str(value)
        case _:
            return None
