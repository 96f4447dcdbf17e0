"""What holds of every command: a sentence, examples that the real parser takes, `--json`, and nothing printed past it."""

import ast
import functools
import json
import pathlib
import re
import tomllib

import click
import pytest
from click.testing import CliRunner

from app.cli import main
from app.cli.teaching import Example, examples, leaves, passes_on
from tests.architecture.source import ROOT, strings, table, tree_of

PRINTS_ITSELF = {"showing.py", "main.py"}
"""The module that all printing goes through, and what tells errors."""


@functools.cache
def commands() -> dict[tuple[str, ...], click.Command]:
    return dict(leaves(main.countermark, ()))


def command_of(example: Example) -> tuple[str, ...]:
    """The names of the command that an example is of."""
    [found] = [path for path in commands() if example.arguments[: len(path)] == path]
    return found


def test_what_a_chain_needs_is_known() -> None:
    """Where the group is not installed, whichever of its libraries is missed first, its command says what installs them."""
    group = table("dependency-groups")["chain"]
    assert {name_of(each) for each in strings(group)} == main.CHAIN_LIBRARIES


def name_of(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9-]", requirement)[0].replace("-", "_")


def test_every_command_has_a_sentence_and_an_example() -> None:
    """A command without an example is taught in app/cli/examples.txt, one line as it is typed."""
    assert [
        path
        for path, command in commands().items()
        if not (command.help or "").strip().split("\n")[0].endswith((".", ":"))
    ] == []
    taught = {command_of(example) for example in examples()}
    assert sorted(set(commands()) - taught) == []


@pytest.mark.parametrize("example", examples(), ids=lambda example: " ".join(example.arguments))
def test_an_example_parses(example: Example, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the real parser, with the files that it names there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COUNTERMARK_API_KEY", "cmk_sandbox_x")
    path = command_of(example)
    command, typed = commands()[path], list(example.arguments[len(path) :])
    context = click.Context(command, info_name=path[-1])
    given = {} if passes_on(command) else command.make_parser(context).parse_args(list(typed))[0]
    for parameter in command.params:
        folder = isinstance(parameter.type, click.Path) and not parameter.type.file_okay
        if isinstance(parameter.type, click.File) or (
            isinstance(parameter.type, click.Path) and parameter.type.exists
        ):
            values = given.get(parameter.name or "")
            for value in values if isinstance(values, list | tuple) else [values]:
                if isinstance(value, str):
                    make(tmp_path / value, folder=folder)
    with command.make_context(path[-1], typed) as made:
        assert made.command is command


def make(path: pathlib.Path, *, folder: bool) -> None:
    if folder:
        path.mkdir(parents=True, exist_ok=True)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")


def test_help_shows_the_examples() -> None:
    shown = CliRunner().invoke(main.countermark, ["tenants", "create", "--help"])
    assert "countermark tenants create --name 'Asha Bank' --plan trial" in shown.output
    assert "--json" in shown.output


def test_every_command_takes_json() -> None:
    """Those that hand their arguments on leave it to the other parser."""
    without = [
        path
        for path, command in commands().items()
        if not any("--json" in option.opts for option in command.params) and not passes_on(command)
    ]
    assert without == []
    assert [path for path, command in commands().items() if passes_on(command)] == [("ledger", "verify")]


def test_nothing_is_printed_past_what_json_turns() -> None:
    """Commands print by `app.cli.showing` alone; what goes to standard error may go directly."""
    past = [
        f"{path}:{node.lineno}"
        for path in sorted(str(each.relative_to(ROOT)) for each in (ROOT / "app" / "cli").glob("*.py"))
        if path.rpartition("/")[2] not in PRINTS_ITSELF
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"click.echo", "print", "click.secho"}
        if not any(keyword.arg == "err" for keyword in node.keywords)
    ]
    assert past == []


def test_the_start_of_the_command_stays_light() -> None:
    """What every start imports: neither a command nor a library of one."""
    text = (ROOT / "pyproject.toml").read_text()
    assert tomllib.loads(text)["project"]["scripts"]["countermark"] == "app.cli.main:main"
    imported = {
        name
        for module in ("main", "teaching")
        for node in ast.walk(tree_of(f"app/cli/{module}.py"))
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
    }
    assert {name for name in imported if name.startswith("app.")} <= {
        "app",
        "app.cli.teaching",
        "app.version",
    }
    assert imported.isdisjoint({"rich", "httpx", "asyncpg", "grpc"})


@pytest.mark.parametrize(
    "arguments", [["webhooks", "events"], ["connectors", "presets"], ["completion", "bash"]]
)
def test_json_of_what_needs_no_installation(arguments: list[str]) -> None:
    printed = CliRunner().invoke(main.countermark, [*arguments, "--json"])
    assert (printed.exit_code, bool(json.loads(printed.stdout))) == (0, True), printed.output
