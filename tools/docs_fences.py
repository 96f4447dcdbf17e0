"""Reads the blocks of a page of Markdown: what its fences say, what is prepared out of sight, what the site shows of it.

How a fence is marked is told in docs/decisions/0068-docs-site.md.
"""

import pathlib
import re
from collections.abc import Iterator

import msgspec

_FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,})(?P<info>[^`\n]*)$")
_ATTRIBUTE = re.compile(r'(\w+)(?:="([^"]*)")?')
_COMMENT = re.compile(r"^<!-- run(?P<language> python)?\n(?P<text>.*?)^-->$", re.DOTALL | re.MULTILINE)
_TABS = re.compile(r"^<!-- tabs -->\n(?P<inside>.*?)^<!-- /tabs -->$", re.DOTALL | re.MULTILINE)
_MOMENT = re.compile(r"^<!-- at \S+ -->\n", re.MULTILINE)
_LINK = re.compile(r"(?P<image>!?)\[(?P<text>[^\]\n]*)\]\((?P<target>[^)\s]+)\)")
_TITLE = "title"
DRAWINGS = ("diagram", "mermaid")


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A fenced block, or a preparation: a comment that is run, of language `prepare`.

    line: of its fence, from 1. attributes: what stands on the fence after the language.
    """

    line: int
    language: str
    attributes: dict[str, str]
    text: str


class Unreadable(Exception):
    """A page whose fences cannot be understood; says which line."""


def blocks(text: str) -> list[Block]:
    """Read a page's blocks in their order. Raises: Unreadable for a fence without language or end."""
    found = [*_fenced(text), *_prepared(text)]
    return sorted(found, key=lambda block: block.line)


def _prepared(text: str) -> Iterator[Block]:
    for each in _COMMENT.finditer(text):
        line = text.count("\n", 0, each.start()) + 1
        yield Block(
            line=line,
            language="prepare",
            attributes={"in": (each["language"] or "sh").strip()},
            text=each["text"],
        )


def _fenced(text: str) -> Iterator[Block]:
    opened: re.Match[str] | None = None
    at, kept = 0, list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        fence = _FENCE.match(line)
        if opened is None:
            if fence:
                opened, at, kept = fence, number, []
        elif fence and fence["ticks"].startswith(opened["ticks"]) and not fence["info"].strip():
            yield _block(opened, at, kept)
            opened = None
        else:
            kept.append(line.removeprefix(opened["indent"]))
    if opened is not None:
        raise Unreadable(f"line {at}: the block does not end")


def _block(opened: re.Match[str], line: int, kept: list[str]) -> Block:
    language, _, rest = opened["info"].strip().partition(" ")
    if not language:
        raise Unreadable(f"line {line}: the block does not say its language")
    attributes = dict(_ATTRIBUTE.findall(rest))
    return Block(
        line=line, language=language, attributes=attributes, text="".join(f"{each}\n" for each in kept)
    )


def shown(text: str, page: pathlib.PurePosixPath, root: pathlib.Path) -> str:
    """Write the page as the site takes it: fences without what only the runner reads, tabs, and no link that leaves `docs/`.

    page: of docs/, relative to `root`.
    """
    lines = text.splitlines()
    inside = list(_inside(lines))
    plain = "\n".join(
        _fence_shown(line) if fenced else line for line, fenced in zip(lines, inside, strict=True)
    )
    plain = _TABS.sub(lambda found: _tabbed(found["inside"]), _COMMENT.sub("", _MOMENT.sub("", plain)))
    return _LINK.sub(lambda link: _linked(link, page, root), plain) + "\n"


def _inside(lines: list[str]) -> Iterator[bool]:
    """Whether each line opens, holds or ends a block."""
    ticks = ""
    for line in lines:
        fence = _FENCE.match(line)
        if fence and not ticks:
            ticks = fence["ticks"]
            yield True
        elif fence and fence["ticks"].startswith(ticks) and not fence["info"].strip():
            ticks = ""
            yield True
        else:
            yield bool(ticks)


def _fence_shown(line: str) -> str:
    fence = _FENCE.match(line)
    language, _, rest = fence["info"].strip().partition(" ") if fence else ("", "", "")
    if fence is None or not language:
        return line
    title = dict(_ATTRIBUTE.findall(rest)).get(_TITLE)
    named = "text" if language == DRAWINGS[0] else language
    return f"{fence['indent']}{fence['ticks']}{named}" + (f' {_TITLE}="{title}"' if title else "")


def _tabbed(inside: str) -> str:
    """Sections under headings of the fourth level become tabs."""
    parts = re.split(r"^#### (.+)$", inside, flags=re.MULTILINE)
    tabs = list[str]()
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        indented = "\n".join(f"    {line}" if line else "" for line in body.strip("\n").splitlines())
        tabs.append(f'=== "{title}"\n\n{indented}\n')
    return parts[0] + "\n".join(tabs)


def _linked(link: re.Match[str], page: pathlib.PurePosixPath, root: pathlib.Path) -> str:
    """The link as it is, or its words alone where it leads to a file that is not part of the site."""
    target = link["target"].partition("#")[0]
    if not target or re.match(r"[a-z]+:", target) or target.startswith("/"):
        return link[0]
    wanted = (root / page.parent / target).resolve()
    if wanted.is_relative_to((root / "docs").resolve()) and not wanted.is_dir():
        return link[0]
    if wanted == root.resolve() / "README.md":
        return link[0]
    return link["text"]
