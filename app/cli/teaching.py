"""What every command gets besides what it says itself: `--json`, and its examples from `examples.txt` under its help."""

import functools
import itertools
import pathlib
import shlex
from collections.abc import Iterator, Sequence

import click
import msgspec

JSON_KEY = "countermark.json"
_SHELL = frozenset({"|", ">", "<"})
_EXAMPLES = pathlib.Path(__file__).with_name("examples.txt")


def _wanted(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001  as click calls it
    if value:
        context.meta[JSON_KEY] = True


JSON_OPTION = click.Option(
    ["--json"],
    is_flag=True,
    expose_value=False,
    callback=_wanted,
    help="Print JSON, on a terminal, too.",
)


def json_wanted() -> bool:
    """Whether the command that runs was called with `--json`."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(JSON_KEY))


def teach(command: click.Command, path: tuple[str, ...]) -> None:
    """Give a command, or all commands of a group, what every command has. path: its names, without the program's."""
    for _, each in leaves(command, path):
        if not passes_on(each) and JSON_OPTION not in each.params:
            each.params.append(JSON_OPTION)
    for words, each in leaves(command, path):
        told = [one.lines for one in examples() if one.arguments[: len(words)] == words]
        each.epilog = "\n\n".join(["Examples:", *map(_paragraph, told)]) if told else each.epilog


def leaves(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command under this one that is no group, with its names."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        each = command.get_command(context, name)
        if each is not None:
            yield from leaves(each, (*path, name))


def passes_on(command: click.Command) -> bool:
    """Whether it hands its arguments to another parser, which has its own `--json`."""
    return bool(command.context_settings.get("ignore_unknown_options"))


class Example(msgspec.Struct, frozen=True):
    """lines: maybe a comment, then what to type. arguments: what the program is given by it, without what the shell takes."""

    lines: tuple[str, ...]
    arguments: tuple[str, ...]


@functools.cache
def examples() -> tuple[Example, ...]:
    """All of them, as `examples.txt` has them."""
    found: list[Example] = []
    comment: tuple[str, ...] = ()
    for line in _EXAMPLES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            comment = (line,)
        else:
            arguments = itertools.takewhile(lambda word: word not in _SHELL, shlex.split(line)[1:])
            found.append(Example((*comment, line), tuple(arguments)))
            comment = ()
    return tuple(found)


def _paragraph(lines: Sequence[str]) -> str:
    """As it stands: click wraps what is not marked so."""
    return "\b\n" + "\n".join(f"  {line}" for line in lines)
