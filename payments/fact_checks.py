"""What types cannot refuse in facts of any kind: currencies that no standard lists, and times that nothing has.

Walks a struct by its fields, so that a new kind of fact is checked by being one; a history has a thousand payments, so
fields that cannot hold anything of this are passed over.
"""

import functools
from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
from msgspec import inspect

from core.errors import FieldError
from payments.checks import EARLIEST, refuse
from payments.codes import CURRENCIES

__all__ = ["problems_of", "refuse"]
HORIZON = timedelta(days=3_660)
_SHOWN_MAX = 20


def problems_of(facts: msgspec.Struct, now: datetime, path: str) -> list[FieldError]:
    """Return the first problems, each with the path of its field. path: where the facts stand in the request."""
    found: list[FieldError] = []
    for problem in _walk(facts, now, path):
        found.append(problem)
        if len(found) == _SHOWN_MAX:
            break
    return found


def _walk(value: object, now: datetime, path: str) -> Iterator[FieldError]:
    match value:
        case msgspec.Struct():
            for name in _telling(type(value)):
                yield from _walk(getattr(value, name), now, f"{path}.{name}")
        case list() | tuple():
            for at, item in enumerate(value):
                yield from _walk(item, now, f"{path}[{at}]")
        case datetime():
            yield from _time(value, now, path)
        case str() if path.endswith(".currency") and value not in CURRENCIES:
            yield FieldError(path, "It is no ISO 4217 currency.", "Send a code in use, such as INR.")


@functools.cache
def _telling(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Name the fields of a struct that may hold a time or a currency, at any depth."""
    declared = inspect.type_info(kind)
    if not isinstance(declared, inspect.StructType):
        raise TypeError(f"{kind.__name__} is no struct")
    return tuple(field.name for field in declared.fields if field.name == "currency" or _tells(field.type))


def _tells(declared: inspect.Type) -> bool:
    match declared:
        case inspect.DateTimeType():
            return True
        case inspect.StructType():
            return bool(_telling(declared.cls))
        case (
            inspect.Metadata(type=inner)
            | inspect.ListType(item_type=inner)
            | inspect.VarTupleType(item_type=inner)
        ):
            return _tells(inner)
        case inspect.UnionType():
            return any(_tells(each) for each in declared.types)
        case _:
            return False


def _time(value: datetime, now: datetime, path: str) -> Iterator[FieldError]:
    if value < EARLIEST:
        yield FieldError(path, "It is before the year 2000.", "Send when it happened.")
    elif value > now + HORIZON:
        yield FieldError(path, "It is more than ten years ahead.", "Send a time that can matter now.")
