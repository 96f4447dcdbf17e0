"""Every link of the pages in Markdown: it leads to a file of the repository, and to a heading that is there, by GitHub's rule."""

import pathlib
import re
from collections.abc import Iterator, Sequence

_LINK = re.compile(r"!?\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")
_FENCE = re.compile(r"^ *(`{3,}).*?^ *\1 *$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`")
_HEADING = re.compile(r"^#{1,6} (?P<text>.+?)\s*$", re.MULTILINE)


def dead_links(root: pathlib.Path, pages: Sequence[pathlib.Path]) -> tuple[int, list[str]]:
    """Returns: how many links there are, and a line for each that leads nowhere. What is on other hosts is not asked."""
    count, dead = 0, list[str]()
    for page in pages:
        for target in _targets(page.read_text("utf-8")):
            count += 1
            reason = _refusal(root, page, target)
            if reason:
                dead.append(f"{page.relative_to(root)}: {target}: {reason}")
    return count, dead


def _targets(text: str) -> Iterator[str]:
    for link in _LINK.finditer(_CODE.sub("", _FENCE.sub("", text))):
        yield link["target"]


def _refusal(root: pathlib.Path, page: pathlib.Path, target: str) -> str:
    if re.match(r"[a-z]+:", target):
        return "" if target.startswith(("https://", "mailto:")) else "not https"
    name, _, anchor = target.partition("#")
    wanted = (page.parent / name).resolve() if name else page
    if not wanted.exists() or not wanted.is_relative_to(root):
        return "there is no such file"
    if anchor and wanted.suffix == ".md" and anchor not in set(anchors(wanted.read_text("utf-8"))):
        return "there is no such heading"
    return ""


def anchors(text: str) -> Iterator[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    seen = dict[str, int]()
    for heading in _HEADING.finditer(_FENCE.sub("", text)):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading["text"])
        slug = re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")
        again = seen.get(slug, 0)
        seen[slug] = again + 1
        yield f"{slug}-{again}" if again else slug
