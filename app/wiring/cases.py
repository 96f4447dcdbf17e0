"""Alerts, cases and their queues, put together once for every process that needs them."""

import dataclasses
from typing import TypedDict

from app.wiring.foundation import Foundation
from inference.feedback import Feedbacks
from resolution.alerts import Alerts
from resolution.case_actions import MoveCaseAction, OpenCaseAction, RaiseAlertAction
from resolution.case_queues import CaseQueues
from resolution.cases import Cases
from resolution.silences import Silences


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseWork:
    """What people have to know of and to do. actions: what steps of workflows may do with it."""

    cases: Cases
    queues: CaseQueues
    alerts: Alerts
    actions: tuple[OpenCaseAction, MoveCaseAction, RaiseAlertAction]


class CaseServices(TypedDict):
    """Fields of `Services`."""

    alerts: Alerts
    cases: Cases
    case_queues: CaseQueues


def case_services(work: CaseWork) -> CaseServices:
    return CaseServices(alerts=work.alerts, cases=work.cases, case_queues=work.queues)


def case_work(base: Foundation) -> CaseWork:
    tenants = base.tenants
    feedback = Feedbacks(base.database, tenants.vaults, base.clock)
    cases = Cases(base.database, tenants.vaults, base.clock, feedback, tenants.members)
    alerts = Alerts(base.database, base.clock, cases, Silences(tenants.vaults, base.clock))
    return CaseWork(
        cases=cases,
        queues=CaseQueues(base.database, base.clock),
        alerts=alerts,
        actions=(
            OpenCaseAction(base.database, cases),
            MoveCaseAction(base.database, cases),
            RaiseAlertAction(alerts),
        ),
    )
