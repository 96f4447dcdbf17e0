"""Finds the operations that the edge runs by itself: by a dictionary, or by the few segments that stand still in a path."""

import re
from collections.abc import Iterable, Mapping

from api.rest.operations import Operation

_PARAMETER = re.compile(r"{(\w+):str}")
_NONE: Mapping[str, str] = {}


class LeanRoutes:
    """What is not found here goes to the framework's router, which knows these paths too."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._fixed: dict[tuple[str, str], str] = {}
        self._patterns: dict[tuple[str, int, str], list[_Pattern]] = {}
        for operation in operations:
            path, method = operation.full_path, operation.method
            if not operation.path_parameters:
                self._fixed[method, path] = operation.operation_id
                continue
            pattern = _Pattern(operation)
            self._patterns.setdefault((method, len(pattern.segments), pattern.segments[-1]), []).append(
                pattern
            )

    def find(self, method: str, path: str) -> tuple[str, Mapping[str, str]] | None:
        """Return the operation's id and the path's parameters."""
        fixed = self._fixed.get((method, path))
        if fixed is not None:
            return fixed, _NONE
        segments = path.split("/")
        for pattern in self._patterns.get((method, len(segments), segments[-1]), ()):
            if all(segments[at] == text for at, text in pattern.fixed):
                return pattern.operation_id, {name: segments[at] for name, at in pattern.places}
        return None


class _Pattern:
    """A path whose last segment stands still and whose parameters are whole segments."""

    def __init__(self, operation: Operation) -> None:
        self.operation_id = operation.operation_id
        self.segments = operation.full_path.split("/")
        found = [_PARAMETER.fullmatch(segment) for segment in self.segments]
        if found[-1] is not None:
            raise ValueError(f"{operation.operation_id}: a lean path ends in a fixed segment")
        self.fixed = [
            (at, segment)
            for at, (segment, name) in enumerate(zip(self.segments, found, strict=True))
            if not name
        ]
        self.places = [(name[1], at) for at, name in enumerate(found) if name]
