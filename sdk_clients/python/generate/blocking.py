"""Writes `_sync` from `_async`: the same client, word for word, without `async` and `await`."""

import re
import subprocess
import sys
from pathlib import Path

_HEADER = "# Generated from `_async` by `make generate-sdk-python`. Do not edit.\n"
BY_HAND = {"__init__.py", "waiting.py"}
_WORDS = [
    (r"\bcontextlib\.asynccontextmanager\b", "contextlib.contextmanager"),
    (r"\bAwaitable\[(\w+)\]", r"\1"),
    (r"\bAsync(?=[A-Z])", ""),
    (r"\basync (?=def|with|for)", ""),
    (r"\bawait ", ""),
    (r"\.asyncio\(", ".sync("),
    (r"\bgrpc\.aio\.", "grpc."),
    (r"\b_async\b", "_sync"),
    (r"\bachunks\b", "chunks"),
    (r"\baiter_bytes\b", "iter_bytes"),
    (r"\baclose\b", "close"),
    (r"\baclosing\b", "closing"),
    (r"\baread\b", "read"),
    (r"\b__aenter__\b", "__enter__"),
    (r"\b__aexit__\b", "__exit__"),
]


def blocking(source: str) -> str:
    """Return the blocking form of one module."""
    for word, other in _WORDS:
        source = re.sub(word, other, source)
    return source


def written(package: Path) -> dict[str, str]:
    """Return every generated module of `package`/_sync by its name, formatted as the rest of it is."""
    sources = sorted((package / "_async").glob("*.py"))
    made = ((each.name, _HEADER + blocking(each.read_text())) for each in sources if each.name not in BY_HAND)
    return {name: _tidy(text, package / "_sync" / name) for name, text in made}


def _tidy(text: str, place: Path) -> str:
    """Order imports and lay the lines out, by the settings that hold at `place`."""
    ruff, named = str(Path(sys.executable).parent / "ruff"), f"--stdin-filename={place}"
    for arguments in (["check", "--select=F401,I", "--fix", "--quiet"], ["format", "--quiet"]):
        command = [ruff, *arguments, named, "-"]
        text = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    return text
