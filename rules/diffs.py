"""What one version changes against another: by node, by row and cell, by the edges between nodes, and in the fallback.

Rows of a table are the same where the editor's own `_id` says so, and else where their cells are; a row that only moved is told as
moved. Positions and names of nodes are for people, but a changed name is told: people approve what they read.
"""

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias
from uuid import UUID

import msgspec

from rules.canonical_json import encode
from rules.entities import Document, RulesetVersion

CHANGES_MAX = 2_000
What: TypeAlias = Literal["added", "removed", "changed", "moved"]
_Json: TypeAlias = Mapping[str, object]


class PartChange(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a node. part: `row`, `cell`, `column`, `expression`, `statement`, or the name of a setting of the node.

    row: of a table, from 1, in the version (of a row that was removed, in the other). name: of the column, expression or statement.
    before, after: the text; None where there was or is none.
    """

    part: str
    what: What
    row: int | None
    name: str | None
    before: str | None
    after: str | None


class NodeChange(msgspec.Struct, frozen=True, kw_only=True):
    """A node that is not the same in both. changes: none for one that was added or removed as a whole."""

    node_id: str
    name: str
    type: str
    what: What
    changes: tuple[PartChange, ...]


class EdgeChange(msgspec.Struct, frozen=True, kw_only=True):
    """A way between two nodes, by their names. handle: of a switch, the statement that leads there."""

    what: What
    source: str
    target: str
    handle: str | None


class Side(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID | None
    number: int
    digest: bytes


class RulesetDiff(msgspec.Struct, frozen=True, kw_only=True):
    """same: the two decide the same, by digest. fallback_before, fallback_after: alike when it did not change.

    more: changes that are left out, beyond the first 2,000 of each node.
    """

    before: Side
    after: Side
    same: bool
    fallback_before: str
    fallback_after: str
    nodes: tuple[NodeChange, ...]
    edges: tuple[EdgeChange, ...]
    more: int


def compared(before: RulesetVersion, after: RulesetVersion) -> RulesetDiff:
    """Tell what `after` changes against `before`; both were checked when they were kept."""
    nodes, more = _nodes(before.graph, after.graph)
    return RulesetDiff(
        before=Side(id=before.id, number=before.number, digest=before.digest),
        after=Side(id=after.id, number=after.number, digest=after.digest),
        same=before.digest == after.digest,
        fallback_before=before.fallback,
        fallback_after=after.fallback,
        nodes=tuple(nodes),
        edges=tuple(_edges(before.graph, after.graph)),
        more=more,
    )


def _nodes(before: Document, after: Document) -> tuple[list[NodeChange], int]:
    old, new = _by_id(before.get("nodes")), _by_id(after.get("nodes"))
    found, more = [], 0
    for node_id in [*new, *(each for each in old if each not in new)]:
        was, now = old.get(node_id), new.get(node_id)
        if was is not None and now is not None:
            parts = list(_parts(was, now))
            more += max(len(parts) - CHANGES_MAX, 0)
            if parts:
                found.append(_node(now, "changed", parts[:CHANGES_MAX]))
        elif now is not None:
            found.append(_node(now, "added", []))
        elif was is not None:
            found.append(_node(was, "removed", []))
    return found, more


def _node(node: _Json, what: What, parts: Sequence[PartChange]) -> NodeChange:
    return NodeChange(
        node_id=_text(node.get("id")),
        name=_text(node.get("name")),
        type=_text(node.get("type")),
        what=what,
        changes=tuple(parts),
    )


def _parts(was: _Json, now: _Json) -> Iterator[PartChange]:
    for name in ("name", "type"):
        yield from _changed(name, was.get(name), now.get(name))
    old, new = _object(was.get("content")), _object(now.get("content"))
    lists = {"inputs", "outputs", "rules", "expressions", "statements"}
    for name in sorted({*old, *new} - lists):
        yield from _changed(name, old.get(name), new.get(name))
    yield from _listed("column", [*_items(old, "inputs"), *_items(old, "outputs")],
                       [*_items(new, "inputs"), *_items(new, "outputs")], _titled)  # fmt: skip
    yield from _listed("expression", _items(old, "expressions"), _items(new, "expressions"), _keyed)
    yield from _listed("statement", _items(old, "statements"), _items(new, "statements"), _id_of)
    yield from _rows(old, new)


def _listed(
    part: str, old: Sequence[_Json], new: Sequence[_Json], name: Callable[[_Json], str]
) -> Iterator[PartChange]:
    """Compare what has ids of its own; the id itself is nothing that people read."""
    was, now = {_id_of(each): each for each in old}, {_id_of(each): each for each in new}
    for key in [*now, *(each for each in was if each not in now)]:
        before, after = was.get(key), now.get(key)
        if before is None and after is not None:
            yield _part(part, "added", name=name(after), after=_said(after))
        elif after is None and before is not None:
            yield _part(part, "removed", name=name(before), before=_said(before))
        elif before is not None and after is not None and before != after:
            yield _part(part, "changed", name=name(after), before=_said(before), after=_said(after))
    kept = [key for key in was if key in now]
    for key in _moved(kept, [key for key in now if key in was]):
        yield _part(part, "moved", name=name(now[key]))


def _rows(old: _Json, new: _Json) -> Iterator[PartChange]:
    was, now = _items(old, "rules"), _items(new, "rules")
    columns = {_id_of(each): _titled(each) for of in (old, new) for side in ("inputs", "outputs") for each in _items(of, side)}  # fmt: skip
    matched = _matched(was, now)
    back = {at: place for place, at in matched.items()}
    for at, row in enumerate(now):
        place = back.get(at)
        if place is None:
            yield _part("row", "added", row=at + 1, after=_row(row, columns))
            continue
        for key in _cells(was[place], row):
            cell_was, cell_now = _cell(was[place], key), _cell(row, key)
            if cell_was != cell_now:
                yield _part("cell", "changed", at + 1, columns.get(key, key), cell_was, cell_now)
    for at, row in enumerate(was):
        if at not in matched:
            yield _part("row", "removed", row=at + 1, before=_row(row, columns))
    in_order = sorted(matched)
    for key in _moved([str(matched[each]) for each in in_order], [str(each) for each in sorted(back)]):
        yield _part("row", "moved", row=int(key) + 1)


def _matched(was: Sequence[_Json], now: Sequence[_Json]) -> dict[int, int]:
    """Say which row of the one is which of the other: by `_id` where each has its own, else by the cells."""
    old, new = [_text(row.get("_id")) for row in was], [_text(row.get("_id")) for row in now]
    if all(old) and all(new) and len({*old}) == len(old) and len({*new}) == len(new):
        places = {key: at for at, key in enumerate(new)}
        by_id = {at: places[key] for at, key in enumerate(old) if key in places}
        if by_id or not old or not new:
            return by_id
    old, new = [_bare(row) for row in was], [_bare(row) for row in now]
    found: dict[int, int] = {}
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and b - a == d - c):
            found |= dict(zip(range(a, b), range(c, d), strict=True))
    return found


def _moved(was: Sequence[str], now: Sequence[str]) -> list[str]:
    """Return the fewest that must move to make one order of the other."""
    kept: set[str] = set()
    for block in difflib.SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks():
        kept |= {*was[block.a : block.a + block.size]}
    return [each for each in now if each not in kept]


def _edges(before: Document, after: Document) -> Iterator[EdgeChange]:
    old, new = _ways(before), _ways(after)
    for edge in [*new, *(each for each in old if each not in new)]:
        if (edge in old) != (edge in new):
            names = _by_id((after if edge in new else before).get("nodes"))
            source, target, handle = edge
            yield EdgeChange(
                what="added" if edge in new else "removed",
                source=_text(names.get(source, {}).get("name")) or source,
                target=_text(names.get(target, {}).get("name")) or target,
                handle=handle or None,
            )


def _ways(graph: Document) -> dict[tuple[str, str, str], None]:
    """An edge is where it leads; its own id says nothing."""
    return {
        (_text(each.get("sourceId")), _text(each.get("targetId")), _text(each.get("sourceHandle"))): None
        for each in _items(graph, "edges")
    }


def _changed(part: str, before: object, after: object) -> Iterator[PartChange]:
    if before != after:
        what: What = "added" if before is None else "removed" if after is None else "changed"
        yield _part(part, what, before=_shown(before), after=_shown(after))


def _part(
    part: str,
    what: What,
    row: int | None = None,
    name: str | None = None,
    before: str | None = None,
    after: str | None = None,
) -> PartChange:
    return PartChange(part=part, what=what, row=row, name=name, before=before, after=after)


def _row(row: _Json, columns: Mapping[str, str]) -> str:
    """A row as a person reads it: its cells by their columns."""
    cells = ((columns.get(key, key), _cell(row, key)) for key in _cells(row, {}))
    return "; ".join(f"{name}: {text}" for name, text in cells if text)


def _cells(*rows: _Json) -> list[str]:
    return list(dict.fromkeys(key for row in rows for key in row if key != "_id"))


def _cell(row: _Json, key: str) -> str:
    return _text(row.get(key))


def _bare(row: _Json) -> str:
    return encode({key: value for key, value in row.items() if key != "_id" and value}).decode()


def _said(item: _Json) -> str:
    """What an item of a list says beside its id."""
    for name in ("value", "condition"):
        if isinstance(item.get(name), str):
            return _text(item[name])
    return encode({key: value for key, value in item.items() if key != "id"}).decode()


def _titled(item: _Json) -> str:
    return _text(item.get("name")) or _text(item.get("field")) or _id_of(item)


def _keyed(item: _Json) -> str:
    return _text(item.get("key")) or _id_of(item)


def _id_of(item: _Json) -> str:
    return _text(item.get("id"))


def _by_id(items: object) -> dict[str, _Json]:
    return {_id_of(each): each for each in _objects(items)}


def _items(of: _Json, name: str) -> list[_Json]:
    return _objects(of.get(name))


def _objects(items: object) -> list[_Json]:
    return [each for each in items if isinstance(each, Mapping)] if isinstance(items, Sequence) else []


def _object(value: object) -> _Json:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _shown(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return encode(value).decode()
