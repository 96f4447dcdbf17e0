"""Imported by every Python that starts with this folder on its path: stops the service's clock at DOCS_MOMENT.

What a page shows of a moment is then true on any day: how late an invoice is depends on when one asks.
"""

import datetime as dt
import os

from core import clock

MOMENT = dt.datetime.fromisoformat(os.environ["DOCS_MOMENT"])


def _stopped(_: clock.SystemClock) -> dt.datetime:
    return MOMENT


clock.SystemClock.now = _stopped  # type: ignore[assignment, method-assign]
