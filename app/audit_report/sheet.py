"""The sheet that everything is drawn on: A4, three embedded fonts, the colours, and the few forms that pages are made of."""

import datetime as dt
import pathlib
from collections.abc import Sequence
from typing import TypeAlias

from fpdf import FPDF
from fpdf.enums import WrapMode, XPos, YPos
from fpdf.fonts import TTFFont

Colour: TypeAlias = tuple[int, int, int]

INK: Colour = (28, 34, 48)
QUIET: Colour = (104, 112, 130)
LINE: Colour = (214, 219, 228)
PAPER: Colour = (245, 247, 250)
BLUE: Colour = (38, 84, 160)
GREEN: Colour = (22, 122, 72)
AMBER: Colour = (176, 112, 0)
RED: Colour = (184, 28, 36)
WHITE: Colour = (255, 255, 255)
SERIES: tuple[Colour, ...] = (
    BLUE,
    (86, 156, 214),
    (22, 122, 72),
    (196, 140, 40),
    (128, 84, 160),
    (200, 90, 70),
    (120, 128, 144),
)

MARGIN_MM = 18.0
WIDTH_MM = 210.0 - 2 * MARGIN_MM
SANS, MONO = "sans", "mono"
ROW_MM = 5.2
_FONTS = pathlib.Path(__file__).parent / "fonts"
_BOTTOM_MM = 22.0


class Sheet(FPDF):
    """title: stands at the foot of every page. at: the time of the report, and of the file: nothing else in it tells a time."""

    def __init__(self, title: str, at: dt.datetime) -> None:
        super().__init__(orientation="P", unit="mm", format="A4")
        self._foot = title
        self.add_font(SANS, "", _FONTS / "DejaVuSans.ttf")
        self.add_font(SANS, "B", _FONTS / "DejaVuSans-Bold.ttf")
        self.add_font(MONO, "", _FONTS / "DejaVuSansMono.ttf")
        self.set_margins(MARGIN_MM, MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(auto=True, margin=_BOTTOM_MM)
        self.set_title(self.plain(title))
        self.set_producer("Countermark")
        self.set_creator("countermark audit report")
        self.set_lang("en")
        self.set_creation_date(at)

    def finished(self) -> bytes:
        """Return the file, and let the fonts go. Nothing may be drawn afterwards."""
        data = bytes(self.output())
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.close()
        return data

    def footer(self) -> None:
        self.set_y(-14)
        self.ink(QUIET, 7.5)
        self.cell(WIDTH_MM / 2, 5, self.plain(self._foot), align="L")
        self.cell(WIDTH_MM / 2, 5, f"{self.page_no()} of {{nb}}", align="R")

    def ink(
        self, colour: Colour = INK, size_pt: float = 9.5, *, bold: bool = False, mono: bool = False
    ) -> None:
        """Choose the pen for text."""
        self.set_font(MONO if mono else SANS, "B" if bold and not mono else "", size_pt)
        self.set_text_color(*colour)

    def plain(self, text: str) -> str:
        """Return the text with what the fonts do not have, of a tenant's name perhaps, as question marks."""
        font = self.fonts[SANS]
        known = font.cmap if isinstance(font, TTFFont) else {}
        return "".join(letter if ord(letter) in known else "?" for letter in text)

    def heading(self, text: str, lead: str = "") -> None:
        """Begin a page with its title, and a sentence on what it shows."""
        self.add_page()
        self.ink(INK, 17, bold=True)
        self.cell(WIDTH_MM, 9, self.plain(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        if lead:
            self.paragraph(lead, QUIET)
        self.ln(3)

    def subheading(self, text: str) -> None:
        self.keep_together(18)
        self.ln(3)
        self.ink(INK, 11.5, bold=True)
        self.cell(WIDTH_MM, 7, self.plain(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def paragraph(self, text: str, colour: Colour = INK, size_pt: float = 9.5, *, bold: bool = False) -> None:
        self.ink(colour, size_pt, bold=bold)
        self.multi_cell(
            WIDTH_MM, size_pt * 0.5, self.plain(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )

    def code(self, text: str) -> None:
        """Write a command or a hash, whole, on grey."""
        self.ink(INK, 7.6, mono=True)
        self.set_fill_color(*PAPER)
        self.multi_cell(
            WIDTH_MM,
            4.4,
            text,
            align="L",
            fill=True,
            padding=2,
            wrapmode=WrapMode.CHAR,
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )
        self.ln(1.5)

    def keep_together(self, height_mm: float) -> None:
        """Go to the next page unless so much fits on this one."""
        if self.get_y() + height_mm > self.h - _BOTTOM_MM:
            self.add_page()

    def pairs(self, rows: Sequence[tuple[str, str]], *, mono: bool = False, name_mm: float = 44.0) -> None:
        """Write names beside values; a long value takes several lines."""
        for name, value in rows:
            self.keep_together(2 * ROW_MM)
            top = self.get_y()
            self.ink(QUIET, 8.5)
            self.cell(name_mm, ROW_MM, self.plain(name))
            self.ink(INK, 7.6 if mono else 9, mono=mono)
            self.set_xy(MARGIN_MM + name_mm, top)
            self.multi_cell(
                WIDTH_MM - name_mm, ROW_MM, self.plain(value), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT
            )

    def rows(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths_mm: Sequence[float],
        *,
        mono: Sequence[int] = (),
    ) -> None:
        """Write rows of one line each; what is too long is cut with an ellipsis. mono: columns of hashes and ids."""
        self._heads(heads, widths_mm)
        for number, row in enumerate(rows):
            if self.get_y() + ROW_MM > self.h - _BOTTOM_MM:
                self.add_page()
                self._heads(heads, widths_mm)
            self.set_fill_color(*(PAPER if number % 2 else WHITE))
            for place, (text, width_mm) in enumerate(zip(row, widths_mm, strict=True)):
                self.ink(INK, 7.2 if place in mono else 8.2, mono=place in mono)
                self.cell(width_mm, ROW_MM, self._cut(text, width_mm - 2), fill=True)
            self.ln(ROW_MM)

    def band(self, colour: Colour, title: str, text: str) -> None:
        """Draw a coloured band with white words: the verdict."""
        top, height = self.get_y(), 26.0
        self.set_fill_color(*colour)
        self.rect(MARGIN_MM, top, WIDTH_MM, height, style="F", round_corners=True, corner_radius=2)
        self.set_xy(MARGIN_MM + 7, top + 4)
        self.ink(WHITE, 18, bold=True)
        self.cell(WIDTH_MM - 14, 9, self.plain(title), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_x(MARGIN_MM + 7)
        self.ink(WHITE, 9.5)
        self.multi_cell(WIDTH_MM - 14, 4.8, self.plain(text), align="L")
        self.set_xy(MARGIN_MM, top + height + 5)

    def mark(self, x_mm: float, y_mm: float, colour: Colour, sign: str) -> None:
        """Draw a small round sign."""
        self.set_fill_color(*colour)
        self.circle(x=x_mm, y=y_mm, radius=2.2, style="F")
        self.ink(WHITE, 7.5, bold=True)
        self.set_xy(x_mm - 2.2, y_mm - 2.2)
        self.cell(4.4, 4.4, sign, align="C")

    def words(self, x_mm: float, y_mm: float, text: str, *, align: str = "L", width_mm: float = 0.0) -> None:
        """Write one line with the pen that is chosen, its box beginning at this place."""
        self.set_xy(x_mm, y_mm)
        self.cell(width_mm or self.get_string_width(text) + 1, 4, self.plain(text), align=align)

    def _heads(self, heads: Sequence[str], widths_mm: Sequence[float]) -> None:
        self.ink(QUIET, 7.8, bold=True)
        self.set_draw_color(*LINE)
        for head, width_mm in zip(heads, widths_mm, strict=True):
            self.cell(width_mm, ROW_MM + 0.8, self.plain(head), border="B")
        self.ln(ROW_MM + 0.8)

    def _cut(self, text: str, width_mm: float) -> str:
        text = self.plain(text)
        if self.get_string_width(text) <= width_mm:
            return text
        while text and self.get_string_width(text + "...") > width_mm:
            text = text[:-1]
        return text + "..."
