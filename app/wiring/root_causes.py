"""Root causes, put together for the faces, the worker and commands."""

from app.wiring.foundation import Foundation
from inference.ticket_causes import TicketCauses
from resolution.root_causes.root_causes import RootCauses
from resolution.root_causes.watch import CauseWatch


def root_causes(base: Foundation) -> RootCauses:
    return RootCauses(base.database, base.clock, base.cpu)


def cause_watch(base: Foundation) -> CauseWatch:
    tickets = TicketCauses(base.database, base.tenants.vaults, base.clock)
    return CauseWatch(base.database, base.clock, tickets, root_causes(base))
