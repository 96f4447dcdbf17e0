"""One version of a ruleset, ready to decide: a pure function of facts, some microseconds, never an exception.

The engine holds the interpreter's lock and cannot be stopped, so nothing comes here that `rules.checks` did not bound.
Its content is prepared once for each version: 6 µs an evaluation against 80 when the engine reads the graph again.
"""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
import zen

from core.ids import public
from rules.canonical_json import encode
from rules.checks.results import NOTES, OUTCOME
from rules.document import (
    Column,
    Expression,
    ExpressionContent,
    Graph,
    NodeContent,
    TableContent,
    read,
    rebuild,
)
from rules.facts import LISTS, SUPPRESSED, SUPPRESSED_RULES, Projection
from rules.limits import NOTE_CHARS_MAX, NOTES_MAX

_log = logging.getLogger(__name__)

_MARK = "_hit_"
_KEY = "ruleset"


class Hit(msgspec.Struct, frozen=True):
    """A node that ran and counted. row: 1-based, of a table; None for other nodes and where no row hit."""

    node_id: str
    node: str
    row: int | None


class RuleResult(msgspec.Struct, frozen=True):
    """degraded: the ruleset failed, and the outcome is its fallback."""

    outcome: str
    notes: tuple[str, ...]
    trace: tuple[Hit, ...]
    degraded: bool


class PreparedRuleset:
    """version_id: None for the default that ships with the service. digest: 32 bytes, as ledger entries name it.

    public_id, digest_text: the same as answers write them. facts: all that the graph reads, found by the check; the caller
    may leave out all else. features: those of them that are features, by their names alone. lists: those that are of lists, as
    `<list>.<attribute>`; list_names: of those lists. suppressed: whether it reads what is suppressed.
    """

    def __init__(
        self,
        graph: Graph | None,
        fallback: str,
        facts: Sequence[str],
        *,
        version_id: UUID | None,
        digest: bytes,
    ) -> None:
        """graph: None for a version that cannot be read any more: it gives its fallback, flagged as degraded."""
        self.version_id = version_id
        self.public_id = None if version_id is None else public("rsv", version_id)
        self.digest = digest
        self.digest_text = digest.hex()
        self.fallback = fallback
        self.facts = tuple(facts)
        self.features = tuple(
            name.removeprefix("features.") for name in facts if name.startswith("features.")
        )
        group = f"{LISTS}."
        self.lists = tuple(name.removeprefix(group) for name in facts if name.startswith(group))
        self.list_names = tuple(sorted({name.partition(".")[0] for name in self.lists}))
        self.suppressed = SUPPRESSED in facts or SUPPRESSED_RULES in facts
        self._degraded = RuleResult(fallback, (), (), degraded=True)
        self._projection = Projection(self.facts)
        self._names = {} if graph is None else {node.id: node.name for node in graph.nodes.values()}
        self._marks: dict[str, str] = {}
        self._engine = None if graph is None else self._load(graph)

    def _load(self, graph: Graph) -> zen.ZenEngine:
        contents, self._marks = _marked(graph)
        content = zen.ZenDecisionContent(rebuild(graph, contents).decode())
        return zen.ZenEngine({"loader": lambda _key: content})

    def evaluate(self, facts: Mapping[str, object]) -> RuleResult:
        """Decide.

        facts: see `rules.facts.Projection.of`; what the ruleset does not read costs nothing.
        Returns: the fallback, flagged as degraded, when the engine fails.
        """
        if self._engine is None:
            return self._degraded
        try:
            result = self._engine.evaluate(_KEY, self._projection.of(facts))["result"]
            outcome = result[OUTCOME]
        except BaseException as error:
            # The engine raises bare Exception, and a panic of its own that derives from BaseException.
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            # Its text may quote the facts, which are a customer's.
            kind = type(error).__name__
            _log.warning("A ruleset failed.", extra={"version": self.version_id, "kind": kind})
            return self._degraded
        if type(outcome) is not str:
            _log.warning("A ruleset gave no outcome.", extra={"version": self.version_id})
            return self._degraded
        notes = result.get(NOTES)
        return RuleResult(outcome, _notes(notes) if notes else (), self._trace(result), degraded=False)

    def _trace(self, result: Mapping[str, object]) -> tuple[Hit, ...]:
        hits = []
        for mark, node_id in self._marks.items():
            row = result.get(mark)
            if row is not None:
                hits.append(
                    Hit(
                        node_id,
                        self._names[node_id],
                        int(row) if isinstance(row, int | float) and row else None,
                    )
                )
        return tuple(hits)


def digest_of(graph: object, fallback: str) -> bytes:
    """SHA-256 over the RFC 8785 form of all that decides: the author's graph as it was sent, and the fallback."""
    return digest_of_text(encode(graph).decode(), fallback)


def digest_of_text(canonical: str, fallback: str) -> bytes:
    """The same of a graph that is in its canonical form already."""
    return hashlib.sha256(content_of(canonical, fallback)).digest()


def content_of(canonical: str, fallback: str) -> bytes:
    """Return the bytes that are hashed: what an auditor is handed, to hash it again."""
    return f'{{"fallback":{encode(fallback).decode()},"graph":{canonical}}}'.encode()


def prepare(
    graph: object, fallback: str, facts: Sequence[str], *, version_id: UUID | None, digest: bytes
) -> PreparedRuleset:
    """Make a stored version ready. One that this release cannot read any more decides by its fallback, and says so."""
    try:
        return PreparedRuleset(read(graph), fallback, facts, version_id=version_id, digest=digest)
    except Exception:  # noqa: BLE001  the engine raises bare Exception, and a decision must not fail for it
        _log.exception("A ruleset version cannot be read.", extra={"version": version_id})
        return PreparedRuleset(None, fallback, facts, version_id=version_id, digest=digest)


def _marked(graph: Graph) -> tuple[dict[str, NodeContent], dict[str, str]]:
    """Let each node say that it ran, in a result of its own: the engine's own trace costs as much again as the rules.

    Marks travel with passThrough like any result; a node without it hides the marks of those before it.
    Returns: contents to put in place, and the node of each mark, in the order of the document.
    """
    contents: dict[str, NodeContent] = {}
    marks: dict[str, str] = {}
    for index, node in enumerate(graph.nodes.values()):
        mark = f"{_MARK}{index}"
        match node.content:
            case TableContent() as table:
                contents[node.id] = _marked_table(table, mark)
            case ExpressionContent() as content:
                added = [*content.expressions, Expression(id=mark, key=mark, value="0")]
                contents[node.id] = msgspec.structs.replace(content, expressions=added)
            case _:
                continue
        marks[mark] = node.id
    return contents, marks


def _marked_table(table: TableContent, mark: str) -> TableContent:
    rows = [
        {**{key: text or "" for key, text in row.items()}, mark: str(index)}
        for index, row in enumerate(table.rules, 1)
    ]
    return msgspec.structs.replace(
        table, outputs=[*table.outputs, Column(id=mark, name=mark, field=mark)], rules=rows
    )


def _notes(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    return tuple(text[:NOTE_CHARS_MAX] for text in listed[:NOTES_MAX] if isinstance(text, str))
