"""The project's own files as the architecture tests read them: tracked or about to be, parsed once."""

import ast
import functools
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PACKAGES = (
    "app",
    "training",
    "api",
    "chat",
    "resolution",
    "inference",
    "payments",
    "rules",
    "ledger",
    "tenants",
    "core",
    "migrations",
)
HARNESS = ("bench", "tests", "tools")
OTHER_FOLDERS = (
    ".ci",
    "console",
    "contracts",
    "deploy",
    "docs",
    "postman",
    "proto",
    "requirements",
    "sdk_clients",
)
GENERATED = ("api/rpc/stubs/", "sdk_clients/")


@functools.cache
def tracked() -> tuple[str, ...]:
    """Every path that git keeps or would keep, relative to the root."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(sorted({path for path in listed.split("\0") if path and (ROOT / path).is_file()}))


def modules(*tops: str) -> Iterator[str]:
    """Our Python files under these top-level folders; generated ones are nobody's style."""
    for path in tracked():
        if path.endswith(".py") and path.split("/")[0] in tops and not path.startswith(GENERATED):
            yield path


@functools.cache
def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@functools.cache
def tree_of(path: str) -> ast.Module:
    """The parsed module; an empty one where it does not parse, which one test of its own reports."""
    try:
        return ast.parse(text_of(path), filename=path)
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def module_name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imported(path: str) -> Iterator[tuple[int, str]]:
    """Each absolute name that a module imports: `from a.b import c` gives `a.b.c`."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def functions(path: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@functools.cache
def pyproject() -> dict[str, object]:
    return tomllib.loads(text_of("pyproject.toml"))


def table(*keys: str) -> dict[str, object]:
    """A table of pyproject.toml, or an error that names the key."""
    value: object = pyproject()
    for key in keys:
        assert isinstance(value, dict), keys
        value = value[key]
    assert isinstance(value, dict), keys
    return value


def strings(value: object) -> list[str]:
    assert isinstance(value, list)
    return [item for item in value if isinstance(item, str)]


def distribution(requirement: str) -> str:
    """The normalised name in a requirement line (PEP 503)."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None, requirement
    return re.sub(r"[-_.]+", "-", name.group()).lower()
