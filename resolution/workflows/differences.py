"""What differs between two documents, place by place."""

from collections.abc import Iterator, Mapping

from resolution.workflows.entities import Change

CHANGES_MAX = 500


def differences(before: object, after: object, path: str = "") -> list[Change]:
    """Compare JSON values. Returns: at most 500 places, in the order of the paths, JSON pointers."""
    return [each for each, _ in zip(_places(before, after, path), range(CHANGES_MAX), strict=False)]


def _places(before: object, after: object, path: str) -> Iterator[Change]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted({*before, *after}):
            yield from _places(before.get(key), after.get(key), f"{path}/{key}")
    elif isinstance(before, list) and isinstance(after, list):
        for at in range(max(len(before), len(after))):
            first = before[at] if at < len(before) else None
            second = after[at] if at < len(after) else None
            yield from _places(first, second, f"{path}/{at}")
    elif before != after or type(before) is not type(after):
        yield Change(path, before, after)
