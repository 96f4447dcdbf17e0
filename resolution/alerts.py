"""Alerts: raised by events and by API, absorbed while they stand, acknowledged, resolved; and the rules that raise them."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import msgspec

from core import idempotency, intake
from core.clock import Clock, to_micros
from core.database import Database, Transaction
from core.errors import FieldError
from core.events import Event, announce
from core.ids import public, uuid7
from core.json_values import JsonValue
from core.pages import Page, page_of
from resolution import alert_rules, alert_store, case_queues
from resolution.alert_entities import (
    RULES_MAX,
    Alert,
    AlertNotFound,
    AlertOver,
    AlertRule,
    AlertRules,
    AlertRulesRefused,
    AlertState,
    RaiseAlert,
    Severity,
)
from resolution.alert_store import RulesRow, Said
from resolution.case_entities import OpenCase
from resolution.cases import Cases
from resolution.people import id_of
from resolution.silences import Silences
from tenants.permissions import Permission
from tenants.principals import Principal

ACTOR = "system"
_HEARD_FOR = dt.timedelta(days=7)
_OWN = AlertRule(name="own", kinds=["own.*"])


class Alerts:
    """Also a subscriber of events (`resolution.events`): each event is heard once."""

    def __init__(self, database: Database, clock: Clock, cases: Cases, silences: Silences) -> None:
        self._database = database
        self._clock = clock
        self._cases = cases
        self._silences = silences

    async def heard(self, event: Event) -> None:
        """Raise what the environment's rules make of an event, and end what it ends."""
        if event.kind.startswith("alert."):
            return
        async with self._database.transaction(event.environment_id) as tx:
            rules = await _rules(tx, event.environment_id)
            rule = alert_rules.first_match(rules, event.kind, event.data)
            if rule is None or not await alert_store.hear(tx, event.environment_id, event.id):
                return
            await self._end(tx, event, rule)
            if rule.severity is not None:
                await self._raise(tx, event, rule, rule.severity, ACTOR)

    async def create(self, caller: Principal, wanted: RaiseAlert) -> Alert:
        """Raise an alert of the tenant's own. Raises: PermissionDenied, QueueNotFound where its rule names one that is gone."""
        caller.require(Permission.ALERTS_WRITE)
        async with self._database.transaction(caller.environment_id) as tx:
            return await self._raise_own(tx, caller.environment_id, uuid7(self._clock), wanted, caller.id)

    async def raise_once(self, environment_id: UUID, wanted: RaiseAlert, event_id: UUID) -> UUID | None:
        """Raise an alert for a step of a workflow. event_id: the same over its tries.

        Returns: the alert, None if an earlier try raised it. Raises: QueueNotFound.
        """
        async with self._database.transaction(environment_id) as tx:
            if not await alert_store.hear(tx, environment_id, event_id):
                return None
            return (await self._raise_own(tx, environment_id, event_id, wanted, "workflow")).id

    async def get(self, caller: Principal, alert_id: UUID) -> Alert:
        """Raises: PermissionDenied, AlertNotFound."""
        caller.require(Permission.ALERTS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return await _found(tx, caller.environment_id, alert_id)

    async def list(
        self,
        caller: Principal,
        *,
        state: AlertState | None,
        kind: str | None,
        severity_min: Severity,
        after: UUID | None,
        limit: int,
    ) -> Page[Alert]:
        """Newest first. Raises: PermissionDenied."""
        caller.require(Permission.ALERTS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await alert_store.list_page(
                tx, caller.environment_id, after=after, limit=limit + 1, state=state, kind=kind,
                severity_min=severity_min,
            )  # fmt: skip
        return page_of(rows, limit, lambda alert: public("alr", alert.id))

    async def acknowledge(self, caller: Principal, alert_id: UUID) -> Alert:
        """Say that somebody knows. Of one that was acknowledged before nothing changes.

        Raises: PermissionDenied, AlertNotFound, AlertOver.
        """
        caller.require(Permission.ALERTS_WRITE)
        async with self._database.transaction(caller.environment_id) as tx:
            alert = await alert_store.acknowledge(
                tx, caller.environment_id, alert_id, self._clock.now(), caller.id
            )
            if alert is None:
                await idempotency.claim(tx)
                return _standing(await _found(tx, caller.environment_id, alert_id))
            await self._changed(tx, caller.environment_id, alert, "acknowledged", caller.id)
        return alert

    async def resolve(self, caller: Principal, alert_id: UUID) -> Alert:
        """Say that it is over; the next event of its group raises another. Raises: PermissionDenied, AlertNotFound, AlertOver."""
        caller.require(Permission.ALERTS_WRITE)
        async with self._database.transaction(caller.environment_id) as tx:
            alert = await alert_store.resolve(
                tx, caller.environment_id, alert_id, self._clock.now(), caller.id
            )
            if alert is None:
                return _standing(await _found(tx, caller.environment_id, alert_id))
            await self._changed(tx, caller.environment_id, alert, "resolved", caller.id)
        return alert

    async def rules(self, caller: Principal) -> AlertRules:
        """Show the rules that count now. Raises: PermissionDenied."""
        caller.require(Permission.ALERTS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await alert_store.find_rules(tx, caller.environment_id)
        if row is None:
            return AlertRules(
                number=0, author="countermark", changed_at=None, rules=list(alert_rules.SHIPPED)
            )
        return AlertRules(**msgspec.structs.asdict(row))

    async def set_rules(self, caller: Principal, rules: Sequence[AlertRule]) -> AlertRules:
        """Put rules in place of all those before. None at all raise nothing.

        Raises: PermissionDenied, AlertRulesRefused.
        """
        caller.require(Permission.ALERTS_CONFIGURE)
        _check(rules)
        async with self._database.transaction(caller.environment_id) as tx:
            await case_queues.require(tx, caller.environment_id, {rule.queue for rule in rules if rule.queue})
            before = await alert_store.find_rules(tx, caller.environment_id)
            number = 1 if before is None else before.number + 1
            row = RulesRow(number, caller.id, self._clock.now(), list(rules))
            if not await alert_store.add_rules(tx, caller.environment_id, row):
                raise AlertRulesRefused("Somebody else changed the rules at the same moment.", fix="Read them again, and send yours.")  # fmt: skip
            await intake.append(tx, intake.Entry(
                typ="alert.rules.v1", log=caller.environment_id, eid=uuid7(self._clock), at=row.changed_at,
                act=caller.id, out=str(number),
            ))  # fmt: skip
        return AlertRules(**msgspec.structs.asdict(row))

    async def _raise_own(
        self, tx: Transaction, environment_id: UUID, event_id: UUID, wanted: RaiseAlert, actor: str
    ) -> Alert:
        event = Event(
            environment_id=environment_id,
            id=event_id,
            kind=f"own.{wanted.kind}",
            subject=wanted.subject,
            at=self._clock.now(),
            data=dict(wanted.data),
        )
        rule = alert_rules.first_match(await _rules(tx, environment_id), event.kind, event.data) or _OWN
        return await self._raise(tx, event, rule, rule.severity or wanted.severity, actor)

    async def _raise(
        self, tx: Transaction, event: Event, rule: AlertRule, severity: Severity, actor: str
    ) -> Alert:
        environment_id = event.environment_id
        said = Said(
            kind=event.kind,
            group=alert_rules.group_of(rule, event.subject, event.data),
            subject=event.subject,
            severity=severity,
            data=msgspec.json.encode(event.data),
            at=event.at,
        )
        silence = await self._silences.find(tx, event, rule.name)
        raised = await alert_store.raise_alert(tx, environment_id, uuid7(self._clock), said, silence)
        if not raised.new:
            await idempotency.claim(tx)
            return raised.alert
        oldest = UUID(int=to_micros(self._clock.now() - _HEARD_FOR) // 1_000 << 80)
        await alert_store.forget_events(tx, environment_id, oldest)
        silenced = raised.alert.state == "suppressed"
        await self._changed(tx, environment_id, raised.alert, "suppressed" if silenced else "raised", actor)
        if rule.queue is None or silenced:
            return raised.alert
        alert_id = public("alr", raised.alert.id)
        wanted = OpenCase(
            queue=rule.queue, title=f"{event.kind} {event.subject}", subject=alert_id, priority=rule.priority,
            evidence=[alert_id, *([] if id_of(event.subject) is None else [event.subject])],
        )  # fmt: skip
        case_id = await self._cases.open_in(tx, environment_id, wanted, actor=ACTOR, alert_id=raised.alert.id)
        await alert_store.set_case(tx, environment_id, raised.alert.id, case_id)
        return msgspec.structs.replace(raised.alert, case_id=case_id)

    async def _end(self, tx: Transaction, event: Event, rule: AlertRule) -> None:
        if not rule.resolves:
            return
        group = alert_rules.group_of(rule, event.subject, event.data)
        for alert_id, kind in await alert_store.standing(tx, event.environment_id, group):
            if alert_rules.matches(rule.resolves, kind):
                alert = await alert_store.resolve(
                    tx, event.environment_id, alert_id, self._clock.now(), ACTOR
                )
                if alert is not None:
                    await self._changed(tx, event.environment_id, alert, "resolved", ACTOR)

    async def _changed(
        self, tx: Transaction, environment_id: UUID, alert: Alert, what: str, actor: str
    ) -> None:
        """Enter it into the ledger, and tell who asked; of one that is silenced, tell nobody."""
        silence = () if alert.suppression_id is None else (alert.suppression_id,)
        entry = intake.Entry(
            typ=f"alert.{what}.v1", log=environment_id, eid=uuid7(self._clock), at=self._clock.now(), act=actor,
            out=alert.severity, refs=(alert.id, *silence),
        )  # fmt: skip
        await intake.append(tx, entry)
        if silence:
            return
        told: dict[str, JsonValue] = {
            "kind": alert.kind,
            "subject": alert.subject,
            "severity": alert.severity,
            "count": alert.count,
        }
        await announce(tx, self._clock, environment_id, f"alert.{what}", public("alr", alert.id), told)


async def _rules(tx: Transaction, environment_id: UUID) -> Sequence[AlertRule]:
    row = await alert_store.find_rules(tx, environment_id)
    return alert_rules.SHIPPED if row is None else row.rules


async def _found(tx: Transaction, environment_id: UUID, alert_id: UUID) -> Alert:
    alert = await alert_store.find(tx, environment_id, alert_id)
    if alert is None:
        raise AlertNotFound("No such alert in this environment.", internal=f"{alert_id=}")
    return alert


def _standing(alert: Alert) -> Alert:
    if alert.state == "resolved":
        raise AlertOver("This alert is resolved.")
    return alert


def _check(rules: Sequence[AlertRule]) -> None:
    if len(rules) > RULES_MAX:
        raise AlertRulesRefused(f"There may be {RULES_MAX} rules at most.")
    seen: dict[str, int] = {}
    for index, rule in enumerate(rules):
        if rule.name in seen:
            field = FieldError(f"rules[{index}].name", f"Rule {seen[rule.name] + 1} has this name too.", "Give each its own.")  # fmt: skip
            raise AlertRulesRefused("Two rules have one name.", fields=(field,))
        seen[rule.name] = index
        if rule.queue is not None and rule.severity is None:
            field = FieldError(f"rules[{index}].queue", "A case is opened by a new alert, and this rule raises none.", "Give it a severity, or leave the queue out.")  # fmt: skip
            raise AlertRulesRefused("A rule opens cases without alerts.", fields=(field,))
