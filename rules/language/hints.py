"""What the author of an unknown name, or of a text without its quotes, may have meant."""

import difflib
from collections.abc import Collection

_LISTS = "lists."
_NEAR = 0.75
_SHOWN = 100
"""Letters of a text that a fix repeats."""


def hint(path: str, names: Collection[str]) -> str:
    """Return what to do about a name that is not there. names: those that are."""
    if path.startswith(_LISTS):
        return _of_list(path, names)
    if "." not in path:
        near = difflib.get_close_matches(path, [name for name in names if "." not in name], 1, _NEAR)
        quoted = quote(path)
        return f"Did you mean `{near[0]}`? {quoted}" if near else quoted
    last = path.rsplit(".", 1)[-1]
    near = sorted(name for name in names if name.rsplit(".", 1)[-1] == last)
    near = near or difflib.get_close_matches(path, names, 1, _NEAR)
    if near:
        return f"Did you mean `{near[0]}`?"
    return "Use one of the facts of this use case; a node without passThrough hides what came before it."


def quote(text: str) -> str:
    """Return what to do about a text that lacks its quotes."""
    is_shown = len(text) <= _SHOWN and "'" not in text
    return f"Put a text in quotes: '{text}'." if is_shown else "Put a text in quotes."


def _of_list(path: str, names: Collection[str]) -> str:
    """A list has one attribute, which follows from its kind."""
    name = path.split(".")[1]
    same = [each for each in names if each.startswith(f"{_LISTS}{name}.")]
    if same:
        return f"Did you mean `{same[0]}`?"
    near = difflib.get_close_matches(path, [each for each in names if each.startswith(_LISTS)], 1, _NEAR)
    made = f"There is no list `{name}`: make it first."
    return f"{made} Or did you mean `{near[0]}`?" if near else made
