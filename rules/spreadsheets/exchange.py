"""The use cases of rulesets as files: written for a person's program, read back as a draft that was checked. Nothing is kept."""

from typing import Literal
from uuid import UUID

import msgspec

from core.errors import FieldError, InvalidRequest
from core.pages import LIMIT_DEFAULT
from rules.document import TABLE
from rules.entities import Draft, RulesetVersion, Trial
from rules.errors import RulesetRefused
from rules.evaluation import digest_of
from rules.rulesets import Rulesets
from rules.spreadsheets import csv_file, decision_tables, workbook, xlsx_file
from rules.spreadsheets.columns import Json
from rules.spreadsheets.grid import SheetFindings, Spot, SpreadsheetRefused, capital
from rules.spreadsheets.workbook import FromFile
from rules.spreadsheets.workbooks import MAGIC, Workbooks
from tenants.principals import Principal

FILE_BYTES_MAX = 4 << 20
Form = Literal["csv", "xlsx", "json"]
MEDIA_TYPES: dict[Form, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


class RuleFile(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    media_type: str
    content: bytes


class ReadFile(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says, checked. base: the version that a table was put into. digest: of graph and fallback.

    changed: whether it differs from base.
    """

    draft: Draft
    base: RulesetVersion
    digest: bytes
    changed: bool
    trial: Trial


class _Written(msgspec.Struct, frozen=True):
    """A ruleset as JSON, as the folder of rules holds it; what else such a file says (outcomes, facts) is found again."""

    graph: dict[str, object]
    fallback: str


class RuleFiles:
    def __init__(self, rulesets: Rulesets, workbooks: Workbooks) -> None:
        self._rulesets = rulesets
        self._workbooks = workbooks

    async def export(
        self, caller: Principal, use_case: str, version_id: UUID | None, form: Form, node: str | None
    ) -> RuleFile:
        """Write a version: the newest, or the default where there is none. node: the table of a CSV file, by id or name.

        Raises: PermissionDenied, UseCaseUnknown, RulesetVersionNotFound, InvalidRequest.
        """
        version = await self._version(caller, use_case, version_id)
        name, content = f"{use_case}-{version.number}", b""
        match form:
            case "json":
                content = canonical_file(version.graph, version.fallback)
            case "xlsx":
                content = xlsx_file.write(workbook.written(version.graph, version.fallback, use_case))
            case "csv":
                table = workbook.nodes_of(version.graph)[find_table(version, node)]
                content = csv_file.write(decision_tables.written(_content(table)))
                name = f"{name}-{table['id']}"
        return RuleFile(name=f"{name}.{form}", media_type=MEDIA_TYPES[form], content=content)

    async def read(
        self, caller: Principal, use_case: str, content: bytes, version_id: UUID | None, node: str | None
    ) -> ReadFile:
        """Read a file of any of the forms and check what it says. version_id, node: where a CSV table belongs.

        Raises: PermissionDenied, UseCaseUnknown, RulesetVersionNotFound, InvalidRequest, SpreadsheetRefused naming cells,
        RulesetRefused, RulesetTooSlow, ReaderUnavailable, Overloaded.
        """
        base = await self._version(caller, use_case, version_id)
        if len(content) > FILE_BYTES_MAX:
            raise SpreadsheetRefused(f"A file of rules may have {FILE_BYTES_MAX >> 20} MB.")
        found = await self._found(content, base, node)
        draft = Draft(graph=found.graph, fallback=found.fallback, reason="from a file")
        try:
            trial = await self._rulesets.check(caller, use_case, draft)
        except RulesetRefused as error:
            raise RulesetRefused(
                error.message, fields=[_in_cells(field, found.places) for field in error.fields]
            ) from error
        digest = digest_of(found.graph, found.fallback)
        return ReadFile(draft=draft, base=base, digest=digest, changed=digest != base.digest, trial=trial)

    async def _found(self, content: bytes, base: RulesetVersion, node: str | None) -> FromFile:
        if content.startswith(MAGIC):
            return workbook.read(await self._workbooks.sheets(content))
        if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return from_json(content)
        return from_csv(content, base, node)

    async def _version(self, caller: Principal, use_case: str, version_id: UUID | None) -> RulesetVersion:
        if version_id is not None:
            return await self._rulesets.version(caller, use_case, version_id)
        page = await self._rulesets.list(caller, use_case, None, LIMIT_DEFAULT)
        return page.data[0] if page.data else (await self._rulesets.get(caller, use_case)).active


def canonical_file(graph: object, fallback: str) -> bytes:
    """Write a ruleset the one way that a diff can read: sorted names, two spaces, a line each."""
    written = msgspec.json.encode({"fallback": fallback, "graph": graph}, order="sorted")
    return msgspec.json.format(written, indent=2) + b"\n"


def from_json(content: bytes) -> FromFile:
    """Raises: SpreadsheetRefused."""
    try:
        read = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=_Written)
    except (msgspec.DecodeError, RecursionError) as error:
        raise SpreadsheetRefused(
            "The file is no ruleset in JSON: it needs `graph` and `fallback`.", internal=str(error)
        ) from error
    return FromFile(read.graph, read.fallback, {})


def from_csv(content: bytes, base: RulesetVersion, node: str | None) -> FromFile:
    """Put a table into the version that it belongs to. Raises: SpreadsheetRefused, InvalidRequest."""
    findings = SheetFindings()
    index = find_table(base, node)
    nodes = workbook.nodes_of(base.graph)
    placed = decision_tables.read(
        csv_file.read(content),
        _content(nodes[index]),
        workbook.names_in(base.graph),
        findings,
        guard=True,
    )
    findings.refuse()
    made = [*nodes[:index], {**nodes[index], "content": placed.content}, *nodes[index + 1 :]]
    return FromFile({**base.graph, "nodes": made}, base.fallback, workbook.placed_in(index, placed))


def find_table(version: RulesetVersion, node: str | None) -> int:
    """Return which of the nodes is the table, by id or name; without either, the only one. Raises: InvalidRequest."""
    nodes = workbook.nodes_of(version.graph)
    tables = [index for index, each in enumerate(nodes) if each.get("type") == TABLE]
    for key in ("id", "name"):
        found = [index for index in tables if node is not None and nodes[index].get(key) == node]
        if len(found) == 1:
            return found[0]
    if node is None and len(tables) == 1:
        return tables[0]
    listed = ", ".join(str(nodes[index].get("id")) for index in tables[:20]) or "none"
    field = FieldError("node", f"A CSV file holds one table; the ruleset has: {listed}.", "Name one of them.")
    raise InvalidRequest("Which table is meant is not said.", fields=(field,))


def _content(node: Json) -> Json:
    content = node.get("content")
    return content if isinstance(content, dict) else {}


def _in_cells(field: FieldError, places: dict[str, Spot]) -> FieldError:
    """Name the cell that says what was refused, or the nearest that holds it."""
    path = field.field.removeprefix("draft.")
    while path:
        if path in places:
            spot = places[path]
            return FieldError(spot.field, f"{capital(spot.words)}: {field.reason}", field.fix)
        cut = max(path.rfind("."), path.rfind("["))
        path = path[:cut] if cut > 0 else ""
    return field
