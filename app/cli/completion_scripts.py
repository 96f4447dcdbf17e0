"""Scripts for three shells, of the same tree of words. Each holds the whole tree: completing starts no program."""

import shlex
from collections.abc import Mapping, Sequence

import msgspec

Tree = Mapping[str, Sequence["Word"]]


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """What may be typed. text: empty for what is no word. takes: a value must follow. choices: of it. files: it names one."""

    text: str
    help: str
    takes: bool = False
    choices: tuple[str, ...] = ()
    files: bool = False


_BASH = r"""# bash completion of countermark; made by: countermark completion bash
_countermark() {
    local current="${COMP_WORDS[COMP_CWORD]}" path="" word takes="" at
    COMPREPLY=()
    for ((at = 1; at < COMP_CWORD; at++)); do
        word="${COMP_WORDS[at]}"
        if [[ -n "$takes" ]]; then takes=""; continue; fi
        case "$word" in
            -*) _countermark_takes "$path" "$word" && takes="$word" ;;
            *) _countermark_is "${path:+$path }$word" && path="${path:+$path }$word" ;;
        esac
    done
    if [[ -n "$takes" ]]; then
        _countermark_value "$path" "$takes"
    else
        _countermark_words "$path"
    fi
    [[ ${#COMPREPLY[@]} -gt 0 ]] || return 0
    local found=("${COMPREPLY[@]}")
    COMPREPLY=()
    for word in "${found[@]}"; do [[ "$word" == "$current"* ]] && COMPREPLY+=("$word"); done
}
"""

_BASH_FILES = 'mapfile -t COMPREPLY < <(compgen -f -- "$current")'


def bash(tree: Tree) -> str:
    """For bash 4 and newer: `source <(countermark completion bash)`."""
    named = [path for path in tree if path]
    return "\n".join(
        [
            _BASH,
            *_function(
                "_countermark_is",
                ['case "$1" in', f"    {_patterns(named)}) return 0 ;;", "esac", "return 1"],
            ),
            *_function("_countermark_takes", _takes(tree)),
            *_function("_countermark_value", _values(tree)),
            *_function("_countermark_words", _words(tree)),
            "complete -o filenames -F _countermark countermark",
            "",
        ]
    )


def zsh(tree: Tree) -> str:
    """For zsh: `source <(countermark completion zsh)`, or in a folder of `$fpath` as `_countermark`. It runs bash's by zsh's own bridge."""
    return f"#compdef countermark\nautoload -Uz bashcompinit && bashcompinit\nautoload -Uz compinit && (( $+functions[compdef] )) || compinit -D\n{_for_zsh(bash(tree))}"


_FISH = r"""# fish completion of countermark; made by: countermark completion fish
function __countermark
    set -l path
    set -l takes
    for word in (commandline -opc)[2..]
        if set -q takes[1]
            set -e takes[1]
            continue
        end
        if string match -q -- '-*' $word
            contains -- "$path:$word" $__countermark_takes; and set takes $word
        else if contains -- (string join " " -- $path $word) $__countermark_paths
            set path $path $word
        end
    end
    if set -q takes[1]
        __countermark_value "$path:$takes"
    else
        __countermark_words "$path"
    end
end
"""
_FISH_FILES = "__fish_complete_path (commandline -ct)"


def fish(tree: Tree) -> str:
    """For fish: `countermark completion fish > ~/.config/fish/completions/countermark.fish`."""
    options = [(f"{path}:{word.text}", word) for path, words in tree.items() for word in words if word.takes]
    values = [
        (key, [Word(text=choice, help="") for choice in word.choices])
        for key, word in options
        if word.choices
    ]
    files = " ".join(shlex.quote(key) for key, word in options if word.files)
    return "\n".join(
        [
            _FISH,
            "set -g __countermark_paths " + " ".join(shlex.quote(path) for path in tree if path),
            "set -g __countermark_takes " + " ".join(shlex.quote(key) for key, _ in options),
            *_fish_function(
                "__countermark_value",
                [*_fish_cases(values), f"        case {files}", f"            {_FISH_FILES}"],
            ),
            *_fish_function("__countermark_words", _fish_cases(list(tree.items()))),
            "complete -c countermark -f -a '(__countermark)'",
            "",
        ]
    )


def _fish_function(name: str, cases: Sequence[str]) -> list[str]:
    return [f"function {name}", "    switch $argv[1]", *cases, "    end", "end", ""]


def _fish_cases(offers: Sequence[tuple[str, Sequence[Word]]]) -> list[str]:
    lines = []
    for key, words in offers:
        lines.append(f"        case {shlex.quote(key)}")
        told = [shlex.quote(f"{word.text}\t{word.help}") for word in words if word.text]
        lines += [f"            printf '%s\\n' {' '.join(told)}"] if told else []
        lines += [f"            {_FISH_FILES}"] if any(word.files and not word.text for word in words) else []
    return lines


def _function(name: str, body: Sequence[str]) -> list[str]:
    return [f"{name}() {{", *(f"    {line}" for line in body), "}", ""]


def _takes(tree: Tree) -> list[str]:
    keys = [f"{path}:{word.text}" for path, words in tree.items() for word in words if word.takes]
    return ['case "$1:$2" in', f"    {_patterns(keys)}) return 0 ;;", "esac", "return 1"]


def _values(tree: Tree) -> list[str]:
    options = [(path, word) for path, words in tree.items() for word in words if word.takes]
    chosen = [
        f"    {_pattern(path, word)}) COMPREPLY=({_quoted(word.choices)}) ;;"
        for path, word in options
        if word.choices
    ]
    files = "|".join(_pattern(path, word) for path, word in options if word.files)
    return ['case "$1:$2" in', *chosen, *([f"    {files}) {_BASH_FILES} ;;"] if files else []), "esac"]


def _pattern(path: str, word: Word) -> str:
    return shlex.quote(f"{path}:{word.text}")


def _words(tree: Tree) -> list[str]:
    lines = ['case "$1" in']
    for path, words in tree.items():
        files = any(word.files and not word.text for word in words)
        typed = [word.text for word in words if word.text]
        first = f"{_BASH_FILES}; COMPREPLY+=(" if files else "COMPREPLY=("
        lines.append(f"    {shlex.quote(path)}) {first}{_quoted(typed)}) ;;")
    return [*lines, "esac"]


def _for_zsh(script: str) -> str:
    """`mapfile` is bash's own."""
    return script.replace(_BASH_FILES, 'COMPREPLY=(${(f)"$(compgen -f -- "$current")"})')


def _patterns(keys: Sequence[str]) -> str:
    return "|".join(shlex.quote(key) for key in keys)


def _quoted(words: Sequence[str]) -> str:
    return " ".join(shlex.quote(word) for word in words)
