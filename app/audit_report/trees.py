"""The picture of the three trees, with this log's own numbers in it: from an entry to Ethereum."""

from app.audit_report.facts import Facts
from app.audit_report.sheet import (
    BLUE,
    GREEN,
    INK,
    LINE,
    MARGIN_MM,
    PAPER,
    QUIET,
    WHITE,
    WIDTH_MM,
    Colour,
    Sheet,
)

_BOX_MM = WIDTH_MM
_LEVEL_MM = 9.0
_LEAVES = 8


def draw_trees(sheet: Sheet, facts: Facts) -> None:
    """Draw log, epoch tree, super-log and chain below one another; what the bundle has not is drawn pale."""
    head, record = facts.checkpoint, facts.records[-1] if facts.records else None
    slot = facts.slots[-1] if facts.slots else None
    anchor = facts.anchors[-1] if facts.anchors else None
    size = head.size if head is not None else 0
    _panel(
        sheet,
        "1  The log of this environment",
        f"{size:,} entries, {facts.checkpoints:,} checkpoints signed",
        f"root {head.root.hex()[:24]}..." if head is not None else "no checkpoint could be read",
        marked=_LEAVES - 1,
        present=head is not None,
        labels=("entry 0", f"entry {max(0, size - 1):,}"),
    )
    _arrow(
        sheet,
        "its checkpoint is the leaf in this log's own slot, blinded for its neighbours",
        slot is not None,
    )
    slots = record.slots if record is not None else 0
    _panel(
        sheet,
        f"2  The tree of epoch {record.epoch:,}" if record is not None else "2  The tree of an epoch",
        f"{slots:,} slots, one for each log, for ever; this log has slot {slot.index}"
        if slot is not None
        else "this bundle names no slot",
        f"root {record.root.hex()[:24]}..."
        if record is not None
        else "the bundle holds no record of an epoch",
        marked=_place(slot.index if slot is not None else 0, slots),
        present=slot is not None and record is not None,
        labels=("slot 0", f"slot {max(0, slots - 1):,}"),
    )
    _arrow(
        sheet, "its root is in the record of the epoch, the newest entry of the super-log", record is not None
    )
    _panel(
        sheet,
        "3  The super-log, one for everybody",
        f"{len(facts.records):,} records, epochs 1 to {len(facts.records):,}",
        "witnesses cosign its checkpoint",
        marked=_LEAVES - 1,
        present=record is not None,
        labels=("epoch 1", f"epoch {len(facts.records):,}"),
    )
    _arrow(sheet, "its root is written once to a contract that checks that it only grew", anchor is not None)
    _chain(sheet, facts)


def _place(index: int, count: int) -> int:
    """Say which of the drawn leaves stands for a slot."""
    return index if count <= _LEAVES else min(_LEAVES - 1, index * _LEAVES // max(1, count))


def _panel(
    sheet: Sheet, title: str, text: str, root: str, *, marked: int, present: bool, labels: tuple[str, str]
) -> None:
    top, height = sheet.get_y(), 47.0
    sheet.set_fill_color(*PAPER)
    sheet.set_draw_color(*LINE)
    sheet.rect(MARGIN_MM, top, _BOX_MM, height, style="FD", round_corners=True, corner_radius=2)
    sheet.ink(INK if present else QUIET, 10.5, bold=True)
    sheet.words(MARGIN_MM + 5, top + 4, title)
    sheet.ink(QUIET, 8.4)
    sheet.set_xy(MARGIN_MM + 5, top + 11)
    sheet.multi_cell(66, 4.3, sheet.plain(text), align="L")
    sheet.set_x(MARGIN_MM + 5)
    sheet.ink(INK if present else QUIET, 7.4, mono=True)
    sheet.multi_cell(72, 4.6, root, align="L")
    _tree(sheet, MARGIN_MM + 82, top + 6, _BOX_MM - 90, marked, present=present)
    sheet.ink(QUIET, 7)
    sheet.words(MARGIN_MM + 80, top + height - 6, labels[0])
    sheet.words(MARGIN_MM + _BOX_MM - 45, top + height - 6, labels[1], align="R", width_mm=39)
    sheet.set_xy(MARGIN_MM, top + height)


def _tree(sheet: Sheet, left: float, top: float, width: float, marked: int, *, present: bool) -> None:
    """Draw a binary tree of eight leaves, and the path from one of them to the root."""
    rows = [_LEAVES >> level for level in range(_LEAVES.bit_length())][::-1]
    places = [[left + width * (2 * number + 1) / (2 * count) for number in range(count)] for count in rows]
    path = {(depth, marked >> (len(rows) - 1 - depth)) for depth in range(len(rows))}
    for depth in range(len(rows) - 1):
        for number, x in enumerate(places[depth]):
            for child in (2 * number, 2 * number + 1):
                on_path = present and (depth, number) in path and (depth + 1, child) in path
                sheet.set_draw_color(*(BLUE if on_path else LINE))
                sheet.set_line_width(0.7 if on_path else 0.25)
                sheet.line(
                    x, top + depth * _LEVEL_MM, places[depth + 1][child], top + (depth + 1) * _LEVEL_MM
                )
    sheet.set_line_width(0.25)
    for depth, row in enumerate(places):
        for number, x in enumerate(row):
            on_path = present and (depth, number) in path
            _node(sheet, x, top + depth * _LEVEL_MM, BLUE if on_path else WHITE, leaf=depth == len(rows) - 1)


def _node(sheet: Sheet, x: float, y: float, colour: Colour, *, leaf: bool) -> None:
    sheet.set_fill_color(*colour)
    sheet.set_draw_color(*(BLUE if colour == BLUE else QUIET))
    if leaf:
        sheet.rect(x - 1.7, y - 1.7, 3.4, 3.4, style="FD")
    else:
        sheet.circle(x=x, y=y, radius=1.7, style="FD")


def _arrow(sheet: Sheet, text: str, present: bool) -> None:  # noqa: FBT001  a drawing, called by place
    x, top = MARGIN_MM + 12, sheet.get_y() + 1
    colour = BLUE if present else LINE
    sheet.set_draw_color(*colour)
    sheet.set_fill_color(*colour)
    sheet.set_line_width(0.5)
    sheet.line(x, top, x, top + 5)
    sheet.polygon([(x - 1.5, top + 4.4), (x + 1.5, top + 4.4), (x, top + 7)], style="F")
    sheet.set_line_width(0.2)
    sheet.ink(QUIET, 8)
    sheet.words(x + 4, top + 1.5, text)
    sheet.set_xy(MARGIN_MM, top + 8)


def _chain(sheet: Sheet, facts: Facts) -> None:
    anchor = facts.anchors[-1] if facts.anchors else None
    top, height = sheet.get_y(), 23.0
    sheet.set_fill_color(*PAPER)
    sheet.set_draw_color(*(GREEN if anchor else LINE))
    sheet.rect(MARGIN_MM, top, _BOX_MM, height, style="FD", round_corners=True, corner_radius=2)
    sheet.ink(INK if anchor else QUIET, 10.5, bold=True)
    sheet.words(MARGIN_MM + 5, top + 3, "4  Ethereum, as a witness")
    if anchor is None:
        sheet.ink(QUIET, 8.4)
        sheet.words(MARGIN_MM + 5, top + 10, "This bundle names no anchor.")
    else:
        sheet.ink(QUIET, 8.4)
        sheet.words(
            MARGIN_MM + 5,
            top + 9,
            f"epoch {anchor.epoch:,} in block {anchor.block_number:,} of chain {anchor.chain_id}, {len(facts.anchors):,} anchors in all",
        )
        sheet.ink(INK, 7.2, mono=True)
        sheet.words(MARGIN_MM + 5, top + 13.5, f"contract    {anchor.contract}")
        sheet.words(MARGIN_MM + 5, top + 17.5, f"transaction {anchor.tx_hash}")
    sheet.set_xy(MARGIN_MM, top + height + 4)
