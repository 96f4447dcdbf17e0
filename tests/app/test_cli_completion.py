"""Completion in real shells: the scripts as they are printed, asked what may follow."""

import pathlib
import shutil
import subprocess
import sys

import click
import pytest

from app.cli.completion import tree
from app.cli.main import countermark
from app.cli.teaching import leaves, passes_on

SHELLS = ("bash", "zsh", "fish")


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pathlib.Path]:
    folder = tmp_path_factory.mktemp("completion")
    made = {}
    for shell in SHELLS:
        printed = subprocess.run(
            [sys.executable, "-m", "app.cli.main", "completion", shell], capture_output=True, check=True
        )
        made[shell] = folder / f"countermark.{shell}"
        made[shell].write_bytes(printed.stdout)
    return made


def in_bash(script: pathlib.Path, *words: str) -> set[str]:
    """What bash offers for the last of the words."""
    asked = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 ))
_countermark
printf '%s\\n' "${COMPREPLY[@]}"
"""
    ran = subprocess.run(
        ["bash", "--norc", "-c", asked, "bash", str(script), *words], capture_output=True, text=True, check=True,
        cwd=script.parent,
    )  # fmt: skip
    return set(ran.stdout.split())


def test_bash(scripts: dict[str, pathlib.Path]) -> None:
    """Commands, groups in groups, options, what an option may be, and files where a file is asked for."""
    script = scripts["bash"]
    assert in_bash(script, "countermark", "ten") == {"tenants"}
    assert {"list", "create", "--help"} <= in_bash(script, "countermark", "tenants", "")
    assert in_bash(script, "countermark", "rules", "backtest", "") >= {"run", "show", "list", "cancel"}
    assert in_bash(script, "countermark", "tenants", "create", "--p") == {"--plan"}
    assert in_bash(script, "countermark", "keys", "list", "--mode", "") == {"live", "sandbox"}
    assert in_bash(script, "countermark", "keys", "list", "--mode", "l") == {"live"}
    # The value of an option is no command, even where it is called like one.
    assert "--name" in in_bash(script, "countermark", "keys", "create", "--tenant", "list", "--n")
    assert in_bash(script, "countermark", "completion", "") >= set(SHELLS)
    assert "countermark.bash" in in_bash(script, "countermark", "ledger", "export", "--out", "counter")
    assert "--json" in in_bash(script, "countermark", "doctor", "--")


def test_bash_knows_every_command_and_option(scripts: dict[str, pathlib.Path]) -> None:
    """The script holds the whole tree, word by word."""
    text = scripts["bash"].read_text()
    known = tree(countermark)
    lost = [
        (path, option.name)
        for path, command in leaves(countermark, ())
        for option in command.params
        if isinstance(option, click.Option) and not passes_on(command)
        if max(option.opts, key=len) not in {word.text for word in known[" ".join(path)]}
    ]
    assert lost == []
    assert all(f"    {path if ' ' not in path else repr(path)})" in text for path in known if path)


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed on this machine")
def test_zsh(scripts: dict[str, pathlib.Path]) -> None:
    """It is valid, and its function offers what bash's does."""
    asked = """
autoload -Uz compinit && compinit -u -d "$2"
source "$1"
COMP_WORDS=(countermark keys list --mode ""); COMP_CWORD=4
setopt ksh_arrays; _countermark; print -l -- "${COMPREPLY[@]}"
"""
    dump = scripts["zsh"].with_name("zcompdump")
    ran = subprocess.run(
        ["zsh", "-f", "-c", asked, "zsh", str(scripts["zsh"]), str(dump)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, set(ran.stdout.split())) == (0, {"live", "sandbox"}), ran.stderr


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed on this machine")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("countermark ten", {"tenants"}),
        ("countermark rules backtest ", {"run", "show", "list", "cancel"}),
        ("countermark tenants create --pl", {"--plan"}),
        ("countermark keys list --mode ", {"live", "sandbox"}),
    ],
)
def test_fish(scripts: dict[str, pathlib.Path], typed: str, offered: set[str]) -> None:
    ran = subprocess.run(
        ["fish", "--no-config", "-c", f'source {scripts["fish"]}; complete -C "{typed}"'],
        capture_output=True, text=True, check=False, env={"HOME": str(scripts["fish"].parent), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    found = {line.split("\t")[0] for line in ran.stdout.splitlines()}
    assert offered <= found, (ran.stdout, ran.stderr)
