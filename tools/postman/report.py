"""What a run of newman says, held to the document: each operation called, and answered as promised."""

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from tools.postman.document import Document, Operation


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of tools/postman/run.mjs. kind: request, assertion, script or done."""

    kind: str
    item: str = ""
    name: str = ""
    method: str = ""
    path: str = ""
    status: int = 0
    assertion: str | None = None
    body: str | None = None
    error: str | None = None


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """failures: sentences, one for each assertion that failed and each operation that was not shown as it should be."""

    operations: int
    requests: int
    assertions: int
    failures: Sequence[str]

    def __str__(self) -> str:
        told = f"{self.operations} operations, {self.requests} requests, {self.assertions} assertions"
        return f"{told}, {len(self.failures)} failed"


class Routes:
    """Which operation a request called: by its method and path alone, whatever the collection says of it."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._routes = sorted(
            ((each.method, _pattern(each.path), each.id) for each in operations),
            key=lambda route: route[1].pattern.count("(?:"),
        )

    def find(self, method: str, path: str) -> str | None:
        """The path with the fewest parameters wins, as in the server."""
        return next(
            (name for verb, pattern, name in self._routes if verb == method and pattern.fullmatch(path)), None
        )


def _pattern(path: str) -> "re.Pattern[str]":
    parts = re.split(r"({\w+})", path)
    deep = {"{tile_path}", "{super_tile_path}"}
    return re.compile(
        "".join(
            (r"(?:.+)" if part in deep else r"(?:[^/]+)") if part.startswith("{") else re.escape(part)
            for part in parts
        )
    )


def judge(document: Document, lines: Sequence[Line], refused_alone: Mapping[str, str]) -> Result:
    """Return what was called and what failed."""
    routes = Routes(document.operations.values())
    requests = [each for each in lines if each.kind == "request"]
    answered: dict[str, set[int]] = {}
    failures = []
    for each in requests:
        name = routes.find(each.method, each.path)
        if name is None:
            failures.append(f"{each.name}: {each.method} {each.path} is no operation of the document")
        else:
            answered.setdefault(name, set()).add(each.status)
        if each.error:
            failures.append(f"{each.name}: no answer: {each.error}")
    checked = [each for each in lines if each.kind in ("assertion", "script")]
    failures += [f"{each.name}: {each.assertion}: {each.error}" for each in checked if each.error]
    failures += [f"newman: {each.error}" for each in lines if each.kind == "done" and each.error]
    if not any(each.kind == "done" for each in lines):
        failures.append("newman did not come to its end")
    failures += _unshown(document, answered, refused_alone)
    return Result(
        operations=len(answered), requests=len(requests), assertions=len(checked), failures=failures
    )


def _unshown(
    document: Document, answered: Mapping[str, set[int]], refused_alone: Mapping[str, str]
) -> list[str]:
    failures = [
        f"refused.py names {name}, which is no operation"
        for name in refused_alone
        if name not in document.operations
    ]
    for name, operation in document.operations.items():
        seen = answered.get(name, set())
        if not seen:
            failures.append(f"{name} was not called")
        elif name in refused_alone:
            if operation.status in seen:
                failures.append(f"{name} succeeded; take it out of tools/postman/refused.py")
        elif operation.status not in seen:
            told = ", ".join(map(str, sorted(seen)))
            failures.append(f"{name} was never answered {operation.status}, only {told}")
    return failures
