"""A time on the command line: ISO 8601 to the day, the minute or the second, in UTC unless it says otherwise."""

import datetime as dt

import click


class Moment(click.ParamType[dt.datetime]):
    """`2026-11-01`, `2026-11-01T09:30`, `2026-11-01T09:30:00Z` or `…+05:30`, as an aware datetime."""

    name = "moment"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "2026-11-01T09:30:00Z"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        """Raises: click.BadParameter."""
        try:
            said = dt.datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no time: write 2026-11-01 or 2026-11-01T09:30:00Z.", param, ctx)
        return said if said.tzinfo is not None else said.replace(tzinfo=dt.UTC)


MOMENT = Moment()
