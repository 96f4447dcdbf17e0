"""`countermark rules push|pull|diff|test|export|import`: rulesets as files, on a running server, by API key."""

import pathlib
from collections.abc import Sequence

import click
import msgspec

from app.cli import rule_folder
from app.cli.foundation import show
from app.cli.remote import Remote, remote_options
from app.cli.rule_folder import Kept, differences, held_in, kept_by, say
from app.cli.showing import tell
from rules.assessment import DRY_RUNS_MAX
from rules.spreadsheets.exchange import canonical_file
from rules.test_cases import RuleTest

_FOLDER = click.Path(file_okay=False, path_type=pathlib.Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=pathlib.Path)
_folder = click.argument("folder", type=_FOLDER, default="rules")
_only = click.option(
    "--only", "use_cases", multiple=True, metavar="USE_CASE", help="This one alone; repeatable."
)


class _Hit(msgspec.Struct, frozen=True):
    node: str
    row: int | None = None


class _Result(msgspec.Struct, frozen=True):
    outcome: str
    notes: list[str]
    trace: list[_Hit]
    degraded: bool
    name: str = ""
    passed: bool = True
    expected: str = ""


class _Trial(msgspec.Struct, frozen=True):
    results: list[_Result]


class _Report(msgspec.Struct, frozen=True):
    results: list[_Result]


class _Pushed(msgspec.Struct, frozen=True):
    id: str
    number: int


class _File(msgspec.Struct, frozen=True):
    name: str
    content: bytes


class _Draft(msgspec.Struct, frozen=True):
    graph: dict[str, object]
    fallback: str
    base_number: int
    changed: bool
    cost_us: int
    test_cases: list[_Result]


@click.command()
@remote_options
@_folder
@_only
def pull(url: str, key: str, folder: pathlib.Path, use_cases: Sequence[str]) -> None:
    """Write the newest version and the test cases of each use case into FOLDER.

    Use cases that have neither are left out, unless --only names them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with Remote(url, key) as remote:
        for use_case in use_cases or rule_folder.use_cases_of(remote):
            kept = kept_by(remote, use_case)
            if kept.number or kept.cases or use_cases:
                for file in rule_folder.write(folder, kept):
                    tell({"file": str(file)}, str(file))


@click.command()
@remote_options
@_folder
@_only
def diff(url: str, key: str, folder: pathlib.Path, use_cases: Sequence[str]) -> None:
    """Say what pushing FOLDER would change. Ends with 1 when it would change anything."""
    changed = False
    with Remote(url, key) as remote:
        for ours in held_in(folder, use_cases):
            lines = differences(kept_by(remote, ours.use_case), ours)
            if lines:
                changed = True
                say(ours.use_case, lines)
    raise SystemExit(int(changed))


@click.command()
@remote_options
@_folder
@_only
def test(url: str, key: str, folder: pathlib.Path, use_cases: Sequence[str]) -> None:
    """Run the test cases of FOLDER on its rulesets, which are checked but not kept. Ends with 1 when one fails."""
    failed = 0
    with Remote(url, key) as remote:
        for ours in held_in(folder, use_cases):
            results = _tried(remote, ours)
            failed += sum(not result.passed for result in results)
            say(ours.use_case, [_line(result) for result in results] or ["no test cases"])
    raise SystemExit(int(failed > 0))


def _tried(remote: Remote, ours: Kept) -> list[_Result]:
    draft = {} if ours.graph is None else {"draft": {"graph": ours.graph, "fallback": ours.fallback}}
    judged = []
    for at in range(0, max(len(ours.cases), 1), DRY_RUNS_MAX):
        cases = ours.cases[at : at + DRY_RUNS_MAX]
        sent = {**draft, "facts": [case.facts for case in cases]}
        came = remote.post(f"rulesets/{ours.use_case}/check", sent, _Trial).results
        for case, result in zip(cases, came, strict=True):
            same = result.outcome == case.outcome and (not case.notes or case.notes == result.notes)
            judged.append(
                msgspec.structs.replace(
                    result, name=case.name, expected=case.outcome, passed=same and not result.degraded
                )
            )
    return judged


def _line(result: _Result) -> str:
    if result.passed:
        return f"ok    {result.name}"
    hits = ", ".join(f'"{hit.node}"' + (f" row {hit.row}" if hit.row else "") for hit in result.trace)
    notes = f", noting {', '.join(result.notes)}" if result.outcome == result.expected else ""
    return f"FAIL  {result.name}: {result.expected} was expected, {result.outcome} came by {hits}{notes}"


def push_folder(url: str, key: str, folder: pathlib.Path, use_cases: Sequence[str], reason: str) -> None:
    """Send what differs: test cases, then rulesets as their next versions, which decide nothing until they are activated."""
    with Remote(url, key) as remote:
        for ours in held_in(folder, use_cases):
            theirs = kept_by(remote, ours.use_case)
            path = f"rulesets/{ours.use_case}"
            lines = []
            if ours.cases != theirs.cases:
                cases = [rule_folder.plain(case) for case in ours.cases]
                remote.put(f"{path}/test-cases", {"cases": cases, "reason": reason}, object)
                lines.append(f"{len(cases)} test cases")
            if ours.graph is not None and ours.digest != theirs.digest:
                lines.append(_pushed(remote, path, ours.graph, ours.fallback, reason))
            report = remote.post(f"{path}/test-cases/run", {}, _Report).results if lines else []
            if lines:
                say(ours.use_case, [*lines, *map(_line, report)])


def _pushed(remote: Remote, path: str, graph: object, fallback: str, reason: str) -> str:
    body = {"graph": graph, "fallback": fallback, "reason": reason}
    version = remote.put(path, body, _Pushed)
    return f"version {version.number}, {version.id}"


@click.command("export")
@remote_options
@click.argument("use_case")
@click.option("--format", "form", type=click.Choice(["csv", "xlsx", "json"]), default="xlsx", show_default=True)  # fmt: skip
@click.option("--node", default=None, help="Of CSV: the table, by id or name, where there are several.")
@click.option("--version", default=None, metavar="rsv_…", help="This version instead of the newest.")
@click.option("--out", type=click.Path(path_type=pathlib.Path), default=None, help="Where to.")
def export(
    *,
    url: str,
    key: str,
    use_case: str,
    form: str,
    node: str | None,
    version: str | None,
    out: pathlib.Path | None,
) -> None:
    """Write a ruleset for a spreadsheet program: CSV holds one table, XLSX and JSON hold all."""
    with Remote(url, key) as remote:
        path = f"rulesets/{use_case}/export"
        file = remote.get(path, _File, form=form, node=node, version_id=version)
    target = (out / file.name if out.is_dir() else out) if out is not None else pathlib.Path(file.name)
    target.write_bytes(file.content)
    tell({"file": str(target)}, str(target))


@click.command("import")
@remote_options
@click.argument("use_case")
@click.argument("file", type=_FILE)
@click.option("--node", default=None, help="Of CSV: the table, by id or name, where there are several.")
@click.option("--version", default=None, metavar="rsv_…", help="Of CSV: the version to put it into; the newest otherwise.")  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=pathlib.Path), default=None, help="Write the ruleset as JSON.")  # fmt: skip
@click.option("--reason", default=None, help="Push it as the next version, and why; without it, it is only checked.")  # fmt: skip
def import_(
    *,
    url: str,
    key: str,
    use_case: str,
    file: pathlib.Path,
    node: str | None,
    version: str | None,
    out: pathlib.Path | None,
    reason: str | None,
) -> None:
    """Read a CSV, XLSX or JSON file, check it, and say what it would change. Errors name sheet and cell."""
    asked = {"content": file.read_bytes(), "node": node, "version_id": version}
    path = f"rulesets/{use_case}"
    with Remote(url, key) as remote:
        sent = {name: value for name, value in asked.items() if value is not None}
        draft = remote.post(f"{path}/read", sent, _Draft)
        theirs = kept_by(remote, use_case)
        ours = Kept(use_case=use_case, graph=draft.graph, fallback=draft.fallback, cases=theirs.cases)
        lines = [*differences(theirs, ours), *map(_line, draft.test_cases)]
        say(use_case, lines or ["no change"])
        if out is not None:
            out.write_bytes(canonical_file(draft.graph, draft.fallback))
        if reason is not None and ours.digest != theirs.digest:
            pushed = _pushed(remote, path, draft.graph, draft.fallback, reason)
            tell({"pushed": pushed}, f"  {pushed}")


class _Set(msgspec.Struct, frozen=True):
    number: int
    cases: list[RuleTest]


@click.command("add-case")
@remote_options
@click.argument("use_case")
@click.argument("decision_id", metavar="dec_…")
@click.option("--name", required=True, help="What to call the case.")
@click.option("--outcome", default=None, help="What should have come; what did, otherwise.")
@click.option("--reason", required=True, help="Why, for those who read the history.")
def add_case(
    *, url: str, key: str, use_case: str, decision_id: str, name: str, outcome: str | None, reason: str
) -> None:
    """Make a test case of a stored decision: of the facts that rules read, but who, where and when."""
    asked = {"name": name, "decision_id": decision_id, "outcome": outcome, "reason": reason}
    sent = {field: value for field, value in asked.items() if value is not None}
    with Remote(url, key) as remote:
        held = remote.post(f"rulesets/{use_case}/test-cases/from-decision", sent, _Set)
    show(rule_folder.plain(held.cases[-1]))


COMMANDS = (pull, diff, test, export, import_, add_case)
