"""Closed environments, put together for the faces, the worker and commands."""

from app.wiring.foundation import Foundation
from resolution.leaving.endings import end
from tenants.closings import Closings


def closings(base: Foundation) -> Closings:
    return Closings(base.database, base.true_clock)


async def end_closed(base: Foundation) -> None:
    """Destroy the keys of environments that were closed, once they are due, until cancelled."""
    await closings(base).run(end)
