"""Packs of rules that ship with the service: limits set by others, each with its dated sources, as a stage of their own.

A pack is a decision table that is asked before the tenant's own nodes. Where a row hits, its outcome stands and the tenant's
nodes are not asked; where none does, the ruleset goes on as it was. What a pack cannot know, and what a compliance team must
confirm, stands in it. Nothing of it is legal advice.
"""

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from core.errors import ErrorKind, PlatformError
from rules.document import EXPRESSION, INPUT, OUTPUT, SWITCH, TABLE
from rules.entities import Document
from rules.test_cases import RuleTest

PREFIX = "pack:"


class RulePackNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "rule_pack_not_found"
    fix = "List the packs; each shows its editions."


class RulePackDoesNotFit(PlatformError):
    """The use case, or the ruleset, cannot take the pack."""

    kind = ErrorKind.PRECONDITION
    code = "rule_pack_does_not_fit"
    fix = "Install it where the named facts are: of a use case about payments, or of a version with these columns."


class PackSource(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a limit is from. reference: number of the circular, empty where none was found. url: public."""

    title: str
    issuer: str
    reference: str
    date: dt.date
    url: str


class PackLimit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """source: which of the pack's sources says so, from 1."""

    what: str
    limit: str
    source: int


class RulePack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One edition of a pack.

    edition: the day from which its limits hold. use_cases: what it is made for. to_confirm: what a compliance team must
    confirm before it decides. not_covered: what it leaves to others. table: content of its decision table, in JDM.
    test_cases: what must come of it, whatever the tenant's own rules are.
    """

    id: str
    edition: dt.date
    title: str
    summary: str
    use_cases: tuple[str, ...]
    sources: tuple[PackSource, ...]
    limits: tuple[PackLimit, ...]
    to_confirm: tuple[str, ...]
    not_covered: tuple[str, ...]
    table: dict[str, object]
    test_cases: tuple[RuleTest, ...]

    @property
    def key(self) -> str:
        """What its nodes and results are called by."""
        return self.id.replace("-", "_")


class Packs:
    """The packs of one release: a file for each edition."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read = functools.cache(self._read_all)

    def newest(self) -> list[RulePack]:
        """The newest edition of each pack, by id."""
        return [editions[-1] for _, editions in sorted(self._read().items())]

    def editions(self, pack_id: str) -> Sequence[RulePack]:
        """Every edition of a pack, oldest first. Raises: RulePackNotFound."""
        found = self._read().get(pack_id)
        if found is None:
            raise RulePackNotFound("There is no such pack.")
        return found

    def get(self, pack_id: str, edition: dt.date | None = None) -> RulePack:
        """Return an edition, or the newest. Raises: RulePackNotFound."""
        editions = self.editions(pack_id)
        found = [each for each in editions if edition is None or each.edition == edition]
        if not found:
            raise RulePackNotFound("There is no such edition of the pack.")
        return found[-1]

    def _read_all(self) -> Mapping[str, tuple[RulePack, ...]]:
        found: dict[str, list[RulePack]] = {}
        for file in sorted(self._folder.glob("*.json")):
            pack = msgspec.json.decode(file.read_bytes(), type=RulePack)
            found.setdefault(pack.id, []).append(pack)
        return {
            name: tuple(sorted(each, key=lambda pack: pack.edition)) for name, each in sorted(found.items())
        }


SHIPPED_PACKS = Packs(Path(__file__).parent / "packs")
"""Those of this release."""


def installed_in(graph: Document) -> dict[str, dt.date]:
    """Return the packs that a ruleset holds, and of which edition."""
    found = {}
    for node in _objects(graph, "nodes"):
        name, _, edition = str(node.get("id", "")).removeprefix(PREFIX).partition(":")
        if str(node.get("id", "")).startswith(PREFIX) and node.get("type") == TABLE:
            try:
                found[name] = dt.date.fromisoformat(edition)
            except ValueError:
                continue
    return found


def with_pack(graph: Document, pack: RulePack) -> dict[str, object]:
    """Put a pack before everything else of a ruleset, in the place of an earlier edition of it.

    Raises: RulePackDoesNotFit, when the graph has not one input and one output.
    """
    bare = without_pack(graph, pack.id)
    nodes, edges = _objects(bare, "nodes"), _objects(bare, "edges")
    start, end = _only(nodes, INPUT), _only(nodes, OUTPUT)
    table, way, stop = f"{PREFIX}{pack.id}:{pack.edition}", f"{PREFIX}{pack.id}:way", f"{PREFIX}{pack.id}:end"
    moved = [
        {**edge, "sourceId": way, "sourceHandle": "on"} if edge.get("sourceId") == start else edge
        for edge in edges
    ]
    drawn = [
        _edge(pack, "in", start, table),
        _edge(pack, "table", table, way),
        {**_edge(pack, "stop", way, stop), "sourceHandle": "stop"},
        _edge(pack, "out", stop, end),
    ]
    return {**bare, "nodes": [*nodes, *_nodes(pack, table, way, stop)], "edges": [*moved, *drawn]}


def without_pack(graph: Document, pack_id: str) -> dict[str, object]:
    """Take a pack out of a ruleset, if it is in it."""
    own = f"{PREFIX}{pack_id}:"
    nodes, edges = _objects(graph, "nodes"), _objects(graph, "edges")
    if not any(str(node.get("id")).startswith(own) for node in nodes):
        return dict(graph)
    into = [edge for edge in edges if str(edge.get("targetId")).startswith(own) and not _from(edge, own)]
    joined: list[Mapping[str, object]] = []
    for edge in edges:
        if edge.get("sourceId") == f"{own}way" and edge.get("sourceHandle") == "on":
            joined += [_joined(edge, before) for before in into]
        elif not _from(edge, own) and not str(edge.get("targetId")).startswith(own):
            joined.append(edge)
    left = [node for node in nodes if not str(node.get("id")).startswith(own)]
    return {**graph, "nodes": left, "edges": joined}


def _joined(edge: Mapping[str, object], before: Mapping[str, object]) -> dict[str, object]:
    made = {name: value for name, value in edge.items() if name != "sourceHandle"}
    handle = {"sourceHandle": before["sourceHandle"]} if "sourceHandle" in before else {}
    return {**made, "sourceId": before["sourceId"], **handle}


def _from(edge: Mapping[str, object], own: str) -> bool:
    return str(edge.get("sourceId")).startswith(own)


def _nodes(pack: RulePack, table: str, way: str, stop: str) -> list[dict[str, object]]:
    outcome, note = f"{pack.key}_outcome", f"{pack.key}_note"
    statements = [
        {"id": "stop", "condition": f"{outcome} != null", "isDefault": False},
        {"id": "on", "condition": "", "isDefault": True},
    ]
    said = [
        {"id": "outcome", "key": "outcome", "value": f"{outcome} ?? 'decline'"},
        {"id": "note", "key": "notes", "value": f"{note} ?? ''"},
    ]
    title = f"{pack.title} ({pack.edition})"
    return [
        {"id": table, "name": title, "type": TABLE, "content": pack.table},
        {"id": way, "name": f"{pack.title}: within?", "type": SWITCH, "content": {"hitPolicy": "first", "statements": statements}},
        {"id": stop, "name": f"{pack.title}: beyond", "type": EXPRESSION, "content": {"expressions": said, "passThrough": True}},
    ]  # fmt: skip


def _edge(pack: RulePack, name: str, source: str, target: str) -> dict[str, object]:
    return {"id": f"{PREFIX}{pack.id}:{name}", "sourceId": source, "targetId": target, "type": "edge"}


def _only(nodes: Sequence[Mapping[str, object]], kind: str) -> str:
    found = [str(node.get("id")) for node in nodes if node.get("type") == kind]
    if len(found) != 1:
        raise RulePackDoesNotFit("The ruleset has not one input and one output.")
    return found[0]


def _objects(graph: Document, name: str) -> list[Mapping[str, object]]:
    listed = graph.get(name)
    return [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []
