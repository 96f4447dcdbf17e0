"""What of a forecast of many series is kept as data: how rows are told apart and how time is cut. The values are the graph's."""

import msgspec

from training.series.panel import Calendar


class SeriesPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """ids: columns, or several joined by `+`. salt: what they are hashed with.

    ahead: how many periods after its last value each series is forecast; place (series * ahead + step - 1) of the graph's table.
    The keys of the series and the periods of their last values rest in the file `series`; whatever is no series of them is
    the last one of the table.
    """

    time: str
    ids: tuple[str, ...]
    salt: str
    calendar: Calendar
    ahead: int
    candidate: str
    series: str
