"""Alerts, cases and their clocks, put together for every process that needs them."""

from app.wiring.foundation import Foundation
from inference.feedback import Feedbacks
from resolution.alerts import Alerts
from resolution.case_actions import MoveCaseAction, OpenCaseAction, RaiseAlertAction
from resolution.case_queues import CaseQueues
from resolution.cases import Cases
from resolution.silences import Silences


def cases(base: Foundation) -> Cases:
    tenants = base.tenants
    feedback = Feedbacks(base.database, tenants.vaults, base.clock)
    return Cases(base.database, tenants.vaults, base.clock, feedback, tenants.members)


def case_queues(base: Foundation) -> CaseQueues:
    return CaseQueues(base.database, base.clock)


def alerts(base: Foundation) -> Alerts:
    return Alerts(base.database, base.clock, cases(base), Silences(base.tenants.vaults, base.clock))


def case_actions(base: Foundation) -> list[OpenCaseAction | MoveCaseAction | RaiseAlertAction]:
    """What steps of workflows may do with them."""
    held = cases(base)
    return [
        OpenCaseAction(base.database, held),
        MoveCaseAction(base.database, held),
        RaiseAlertAction(alerts(base)),
    ]
