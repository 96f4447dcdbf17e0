"""`countermark completion`: what completes the command in a shell, made of the commands as they are, once, into a file."""

import click

from app.cli.completion_scripts import Word, bash, fish, zsh
from app.cli.showing import tell

_SCRIPTS = {"bash": bash, "zsh": zsh, "fish": fish}


@click.command()
@click.argument("shell", type=click.Choice(list(_SCRIPTS)))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes `countermark` in SHELL: commands, options, and what an option may be.

    The script asks nobody: a key press costs no start of Python. Make it again after an upgrade.
    """
    script = _SCRIPTS[shell](tree(context.find_root().command))
    tell({"shell": shell, "script": script}, script)


def tree(root: click.Command) -> dict[str, list[Word]]:
    """What may follow each command, by its words joined with spaces; the program's own by the empty text."""
    found: dict[str, list[Word]] = {}
    _enter(root, (), found)
    return found


def _enter(command: click.Command, path: tuple[str, ...], found: dict[str, list[Word]]) -> None:
    words = [
        _option(option) for option in command.params if isinstance(option, click.Option) and not option.hidden
    ]
    words.append(Word(text="--help", help="Show this message and exit."))
    for argument in command.params:
        if isinstance(argument, click.Argument):
            words += [Word(text=choice, help="") for choice in _choices(argument)]
            if isinstance(argument.type, click.Path | click.File):
                words.append(Word(text="", help="", files=True))
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            each = _load(command, context, name)
            if each is None:
                continue
            words.append(Word(text=name, help=each.get_short_help_str(80)))
            _enter(each, (*path, name), found)
    found[" ".join(path)] = words


def _load(group: click.Group, context: click.Context, name: str) -> click.Command | None:
    """A command whose libraries are not installed is completed by its name alone."""
    try:
        return group.get_command(context, name)
    except click.ClickException:
        return click.Command(name)


def _option(option: click.Option) -> Word:
    """Its longest name; its short ones are typed faster than completed."""
    return Word(
        text=max([*option.opts, *option.secondary_opts[:0]], key=len),
        help=(option.help or "").split("\n")[0],
        takes=not option.is_flag,
        choices=tuple(_choices(option)),
        files=isinstance(option.type, click.Path | click.File),
    )


def _choices(parameter: click.Parameter) -> list[str]:
    return (
        [str(choice) for choice in parameter.type.choices] if isinstance(parameter.type, click.Choice) else []
    )
