"""Charts of a report: bars by day, bars by name, and a line that grows over time."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from app.audit_report.sheet import (
    BLUE,
    GREEN,
    INK,
    LINE,
    MARGIN_MM,
    QUIET,
    SERIES,
    WHITE,
    WIDTH_MM,
    Colour,
    Sheet,
)

_AXIS_MM = 16.0
_BARS_MAX = 62
_OTHERS = "others"


def bars_by_name(
    sheet: Sheet, counts: Mapping[str, int], *, colour: Colour = BLUE, rows_max: int = 14
) -> None:
    """Draw a bar for each name, the largest first; what does not fit is one bar."""
    shown = dict(list(counts.items())[:rows_max])
    rest = sum(counts.values()) - sum(shown.values())
    if rest:
        shown[f"{_OTHERS} ({len(counts) - rows_max})"] = rest
    largest = max(shown.values(), default=1)
    name_mm, count_mm = 58.0, 22.0
    for name, count in shown.items():
        sheet.keep_together(6)
        top = sheet.get_y()
        sheet.ink(INK, 8.2)
        sheet.words(MARGIN_MM, top, name)
        sheet.set_fill_color(*colour)
        length = max(0.4, (WIDTH_MM - name_mm - count_mm) * count / largest)
        sheet.rect(MARGIN_MM + name_mm, top + 0.4, length, 3.4, style="F")
        sheet.ink(QUIET, 8.2)
        sheet.words(MARGIN_MM + name_mm + length + 1.5, top, f"{count:,}")
        sheet.set_xy(MARGIN_MM, top + 5.2)


def bars_by_day(
    sheet: Sheet, by_day: Mapping[int, Counter[str]], names: Sequence[str], height_mm: float = 62.0
) -> None:
    """Draw a stacked bar for each day, or for some days together when there are many. by_day: counts, by days since 1970."""
    if not by_day:
        return
    first, last = min(by_day), max(by_day)
    step = -(-(last - first + 1) // _BARS_MAX)
    stacks: list[Counter[str]] = [Counter() for _ in range((last - first) // step + 1)]
    for day, counts in by_day.items():
        for name, count in counts.items():
            stacks[(day - first) // step][name if name in names else _OTHERS] += count
    series = [*names, _OTHERS] if any(stack[_OTHERS] for stack in stacks) else list(names)
    sheet.keep_together(height_mm + 16)
    top, left = sheet.get_y() + 2, MARGIN_MM + _AXIS_MM
    width = WIDTH_MM - _AXIS_MM
    largest = _round_up(max(stack.total() for stack in stacks))
    _grid(sheet, top, height_mm, largest)
    slot = width / len(stacks)
    for place, stack in enumerate(stacks):
        base = top + height_mm
        for number, name in enumerate(series):
            part = height_mm * stack[name] / largest
            if part:
                sheet.set_fill_color(*_colour(number, name))
                sheet.rect(
                    left + place * slot + slot * 0.12, base - part, min(slot * 0.76, 12), part, style="F"
                )
                base -= part
    days = [first + place * step for place in range(len(stacks))]
    _dates(
        sheet, top + height_mm + 1, [(left + place * slot, day * 86_400) for place, day in enumerate(days)]
    )
    sheet.set_xy(MARGIN_MM, top + height_mm + 7)
    _legend(sheet, series)
    if step > 1:
        sheet.paragraph(f"Each bar stands for {step} days.", QUIET, 8)


def growth(
    sheet: Sheet,
    points: Sequence[tuple[int, int]],
    ticks: Sequence[int],
    anchors: Sequence[int],
    height_mm: float = 58.0,
) -> None:
    """Draw how the log grew. points: (microseconds, entries), oldest first. ticks: when epochs closed. anchors: those anchored."""
    sheet.keep_together(height_mm + 18)
    top, left, width = sheet.get_y() + 2, MARGIN_MM + _AXIS_MM, WIDTH_MM - _AXIS_MM
    times = [at for at, _ in points] + list(ticks)
    start, end = min(times), max(times)
    span = max(1, end - start)
    largest = _round_up(max(size for _, size in points))
    _grid(sheet, top, height_mm, largest)

    def x_of(at: int) -> float:
        return left + width * (at - start) / span

    sheet.set_draw_color(*LINE)
    sheet.set_line_width(0.15)
    for at in _thinned(ticks):
        sheet.line(x_of(at), top, x_of(at), top + height_mm)
    sheet.set_draw_color(*BLUE)
    sheet.set_line_width(0.6)
    for (at, size), (later, larger) in pairwise(points):
        y, next_y = (top + height_mm * (1 - each / largest) for each in (size, larger))
        sheet.line(x_of(at), y, x_of(later), y)
        sheet.line(x_of(later), y, x_of(later), next_y)
    sheet.set_line_width(0.2)
    for at in _thinned(anchors):
        sheet.set_fill_color(*GREEN)
        sheet.circle(x=x_of(at), y=top + height_mm, radius=1.1, style="F")
    _dates(
        sheet,
        top + height_mm + 1.5,
        [(left + width * share / 5, (start + span * share // 5) // 1_000_000) for share in range(6)],
        wide=True,
    )
    sheet.set_xy(MARGIN_MM, top + height_mm + 8)


def _grid(sheet: Sheet, top: float, height: float, largest: int) -> None:
    sheet.set_draw_color(*LINE)
    sheet.set_line_width(0.2)
    for share in range(5):
        y = top + height * (1 - share / 4)
        sheet.line(MARGIN_MM + _AXIS_MM, y, MARGIN_MM + WIDTH_MM, y)
        sheet.ink(QUIET, 7)
        if largest % 4 == 0 or share in {0, 4}:
            sheet.words(MARGIN_MM, y - 2, f"{largest * share // 4:,}", align="R", width_mm=_AXIS_MM - 2)


def _dates(sheet: Sheet, y: float, places: Sequence[tuple[float, int]], *, wide: bool = False) -> None:
    """Write dates below an axis, as many as fit. places: where, and seconds since 1970."""
    room = 27.0 if wide else 18.0
    latest = -room
    for x, at_s in places:
        if x - latest < room or x > MARGIN_MM + WIDTH_MM - room / 2:
            continue
        at = dt.datetime.fromtimestamp(at_s, dt.UTC)
        sheet.ink(QUIET, 7)
        sheet.words(min(x, MARGIN_MM + WIDTH_MM - room), y, f"{at:%d %b %H:%M}" if wide else f"{at:%d %b %y}")
        latest = x


def _legend(sheet: Sheet, names: Sequence[str]) -> None:
    x, y = MARGIN_MM + _AXIS_MM, sheet.get_y()
    for number, name in enumerate(names):
        sheet.ink(INK, 7.6)
        width = sheet.get_string_width(name) + 8
        if x + width > MARGIN_MM + WIDTH_MM:
            x, y = MARGIN_MM + _AXIS_MM, y + 4.6
        sheet.set_fill_color(*_colour(number, name))
        sheet.rect(x, y + 0.8, 2.6, 2.6, style="F")
        sheet.words(x + 3.4, y, name)
        x += width
    sheet.set_fill_color(*WHITE)
    sheet.set_xy(MARGIN_MM, y + 7)


def _colour(number: int, name: str) -> Colour:
    return SERIES[-1] if name == _OTHERS else SERIES[number % (len(SERIES) - 1)]


def _thinned(times: Sequence[int], most: int = 240) -> Sequence[int]:
    """Lines closer than a point are one grey: a few hundred are enough."""
    return times[:: -(-len(times) // most)] if len(times) > most else times


def _round_up(value: int) -> int:
    """Return the next number that ends an axis well."""
    unit = 1
    while unit * 10 <= value:
        unit *= 10
    return next(unit * factor for factor in (1, 2, 4, 5, 8, 10) if unit * factor >= value)
