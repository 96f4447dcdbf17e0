"""A folder of rulesets, as git holds it: `<use-case>.json`, and beside it `<use-case>.cases.json`."""

import pathlib
from collections.abc import Iterator, Sequence

import msgspec

from app.cli.remote import Remote
from app.cli.showing import tell
from core.errors import InvalidRequest
from rules import shipped
from rules.diffs import NodeChange, PartChange, RulesetDiff, compared
from rules.entities import RulesetVersion
from rules.evaluation import digest_of
from rules.spreadsheets.exchange import canonical_file, from_json
from rules.test_cases import RuleTest

CASES = ".cases.json"
_MARKS = {"added": "+", "removed": "-", "changed": "~", "moved": "↕"}


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What a server has or a folder holds of one use case. graph: None where there is nothing of it."""

    use_case: str
    number: int = 0
    graph: dict[str, object] | None = None
    fallback: str = ""
    cases: list[RuleTest] = []

    @property
    def digest(self) -> bytes:
        return digest_of(self.graph, self.fallback) if self.graph is not None else b""


class _Cases(msgspec.Struct, frozen=True):
    cases: list[RuleTest]
    number: int = 0


class _File(msgspec.Struct, frozen=True):
    content: bytes


class _Named(msgspec.Struct, frozen=True):
    name: str


class _UseCases(msgspec.Struct, frozen=True):
    data: list[_Named]


class _State(msgspec.Struct, frozen=True):
    last_number: int


def kept_by(remote: Remote, use_case: str) -> Kept:
    """The newest version and the test cases of a use case on a server; the default where there is no version."""
    path = f"rulesets/{use_case}"
    state = remote.get(path, _State)
    written = from_json(remote.get(f"{path}/export", _File, form="json").content)
    cases = remote.get(f"{path}/test-cases", _Cases)
    return Kept(
        use_case=use_case,
        number=state.last_number,
        graph=written.graph,
        fallback=written.fallback,
        cases=cases.cases,
    )


def use_cases_of(remote: Remote) -> list[str]:
    return [each.name for each in remote.get("use-cases", _UseCases).data]


def held_in(folder: pathlib.Path, use_cases: Sequence[str]) -> Iterator[Kept]:
    """What a folder holds, by use case; of these alone where some are named. Raises: InvalidRequest."""
    names = {file.name.removesuffix(".json").removesuffix(".cases") for file in folder.glob("*.json")}
    lost = [name for name in use_cases if name not in names]
    if lost or not names:
        raise InvalidRequest(
            f"{folder} holds no ruleset{' of ' + ', '.join(lost) if lost else ''}.",
            fix="Write what the server has: countermark rules pull",
        )
    for name in sorted(names):
        if not use_cases or name in use_cases:
            yield _held(folder, name)


def _held(folder: pathlib.Path, name: str) -> Kept:
    rules, cases = folder / f"{name}.json", folder / f"{name}{CASES}"
    found = from_json(rules.read_bytes()) if rules.exists() else None
    return Kept(
        use_case=name,
        graph=None if found is None else found.graph,
        fallback="" if found is None else found.fallback,
        cases=_read_cases(cases) if cases.exists() else [],
    )


def _read_cases(file: pathlib.Path) -> list[RuleTest]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Cases).cases
    except msgspec.DecodeError as error:
        raise InvalidRequest(f"{file.name} was refused: {error}.") from error


def write(folder: pathlib.Path, kept: Kept) -> list[pathlib.Path]:
    """Write what a server has, the one way that a diff can read."""
    files = [folder / f"{kept.use_case}.json"]
    files[0].write_bytes(canonical_file(kept.graph, kept.fallback))
    if kept.cases:
        files.append(folder / f"{kept.use_case}{CASES}")
        written = msgspec.json.encode({"cases": [plain(case) for case in kept.cases]}, order="sorted")
        files[1].write_bytes(msgspec.json.format(written, indent=2) + b"\n")
    return files


def plain(case: RuleTest) -> dict[str, object]:
    """A case as a person would write it: whole numbers without a fraction, no notes where they do not matter."""
    facts = {name: _whole(value) for name, value in case.facts.items()}
    notes = {"notes": case.notes} if case.notes else {}
    return {"name": case.name, "facts": facts, "outcome": case.outcome, **notes}


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def differences(theirs: Kept, ours: Kept) -> list[str]:
    """What pushing ours would change, a line each; nothing when it would change nothing."""
    lines: list[str] = []
    if ours.graph is not None and ours.digest != theirs.digest:
        lines += list(told(compared(_version(theirs), _version(ours))))
        lines = lines or ["~ names, positions or other parts that decide nothing"]
    return lines + list(_changed_cases(theirs.cases, ours.cases))


def _version(kept: Kept) -> RulesetVersion:
    default = shipped.version(kept.use_case)
    return msgspec.structs.replace(
        default, number=kept.number, digest=kept.digest, fallback=kept.fallback, graph=kept.graph or {}
    )


def told(diff: RulesetDiff) -> Iterator[str]:
    """A difference in lines for people."""
    if diff.fallback_before != diff.fallback_after:
        yield f"~ fallback: {diff.fallback_before} → {diff.fallback_after}"
    for node in diff.nodes:
        yield from _node(node)
    for edge in diff.edges:
        handle = f" ({edge.handle})" if edge.handle else ""
        yield f"{_MARKS[edge.what]} {edge.source}{handle} → {edge.target}"


def _node(node: NodeChange) -> Iterator[str]:
    if not node.changes:
        yield f"{_MARKS[node.what]} {node.name}"
    for change in node.changes:
        yield f"{_MARKS[change.what]} {node.name}, {_part(change)}"


def _part(change: PartChange) -> str:
    where = change.part if change.row is None else f"row {change.row}"
    name = f" {change.name}" if change.name else ""
    texts = [text for text in (change.before, change.after) if text is not None]
    return f"{where}{name}: {' → '.join(texts)}" if texts else f"{where}{name}"


def _changed_cases(theirs: Sequence[RuleTest], ours: Sequence[RuleTest]) -> Iterator[str]:
    before, after = ({case.name: case for case in cases} for cases in (theirs, ours))
    for name in [*before, *(name for name in after if name not in before)]:
        if name not in after:
            yield f'- test case "{name}"'
        elif name not in before:
            yield f'+ test case "{name}"'
        elif before[name] != after[name]:
            yield f'~ test case "{name}"'
    if set(before) == set(after) and list(before) != list(after):
        yield "↕ test cases"


def say(use_case: str, lines: Sequence[str]) -> None:
    """Tell what was found of one use case; with `--json` one document each."""
    text = "\n".join([use_case, *(f"  {line}" for line in lines)])
    tell({"use_case": use_case, "lines": lines}, text)
