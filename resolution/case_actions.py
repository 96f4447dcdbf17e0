"""What steps of workflows may do with cases and alerts. A step's key opens one case and raises one alert, however often it is tried."""

import hashlib
from collections.abc import Mapping
from uuid import UUID

import msgspec

from core.database import Database
from core.errors import PlatformError
from core.ids import parse, public
from core.json_values import JsonValue
from resolution.actions import ActionCall, ActionDone
from resolution.alert_entities import RaiseAlert
from resolution.alerts import Alerts
from resolution.arguments import failed_by, read
from resolution.case_entities import MoveCase, OpenCase, Priority, PublicId, QueueName
from resolution.cases import Cases

_ACTOR = "workflow"


class _Move(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may be done twice with the effect of once."""

    case: PublicId
    queue: QueueName | None = None
    priority: Priority | None = None
    waiting: bool | None = None


class OpenCaseAction:
    """`case.open`: the arguments are a case's; its output names it as `case`."""

    name = "case.open"
    arguments: Mapping[str, JsonValue] = msgspec.json.schema(OpenCase)

    def __init__(self, database: Database, cases: Cases) -> None:
        self._database = database
        self._cases = cases

    async def carry_out(self, call: ActionCall) -> ActionDone:
        wanted = read(call, OpenCase)
        try:
            async with self._database.transaction(call.environment_id) as tx:
                case_id = await self._cases.open_in(
                    tx, call.environment_id, wanted, actor=_ACTOR, origin=call.key.encode()
                )
        except PlatformError as error:
            raise failed_by(error) from error
        return ActionDone(output={"case": public("cas", case_id)})


class MoveCaseAction:
    """`case.move`: `case` names one, the other arguments say what changes."""

    name = "case.move"
    arguments: Mapping[str, JsonValue] = msgspec.json.schema(_Move)

    def __init__(self, database: Database, cases: Cases) -> None:
        self._database = database
        self._cases = cases

    async def carry_out(self, call: ActionCall) -> ActionDone:
        wanted = read(call, _Move)
        changes = MoveCase(queue=wanted.queue, priority=wanted.priority, waiting=wanted.waiting)
        try:
            async with self._database.transaction(call.environment_id) as tx:
                await self._cases.move_in(tx, call.environment_id, parse("cas", wanted.case), changes, _ACTOR)
        except PlatformError as error:
            raise failed_by(error) from error
        return ActionDone(output={"case": wanted.case})


class RaiseAlertAction:
    """`alert.raise`: the arguments are an alert's of the tenant's own; its output names it as `alert`."""

    name = "alert.raise"
    arguments: Mapping[str, JsonValue] = msgspec.json.schema(RaiseAlert)

    def __init__(self, alerts: Alerts) -> None:
        self._alerts = alerts

    async def carry_out(self, call: ActionCall) -> ActionDone:
        wanted = read(call, RaiseAlert)
        try:
            alert_id = await self._alerts.raise_once(call.environment_id, wanted, _event_id(call))
        except PlatformError as error:
            raise failed_by(error) from error
        return ActionDone(output={"alert": None if alert_id is None else public("alr", alert_id)})


def _event_id(call: ActionCall) -> UUID:
    """One id for all tries of a step, ordered by when its instance began: what was heard is forgotten by age."""
    noise = int.from_bytes(hashlib.sha256(call.key.encode()).digest()[:8], "big")
    return UUID(int=call.instance_id.int >> 64 << 64 | noise)
