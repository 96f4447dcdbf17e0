"""Traces as the product sees them: a port, which `core.otlp` implements when there is a collector to send them to.

Without one there is no tracing object at all. Who would make a span asks `is None`, which costs nanoseconds; a span that
does nothing would cost microseconds a request. Nothing but `core.otlp` loads OpenTelemetry's side of it.
"""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeAlias

Attributes: TypeAlias = Mapping[str, str | int | bool]

Origin: TypeAlias = object
"""Where in which trace something began: opaque here, made by `Tracing.here` and taken by `Tracing.span` as a link."""


Note: TypeAlias = Callable[[str, str | int], None]
"""Writes an attribute that is known only on the way."""


class RequestSpan(Protocol):
    def end(self, name: str, attributes: Attributes, *, failed: bool) -> None:
        """Finish it. name, attributes: of the semantic conventions, without personal data. failed: by our fault."""
        ...


class Tracing(Protocol):
    def serve(self, traceparent: str | None) -> RequestSpan:
        """Begin the span of one request, in the caller's trace if it names one, and make it the current one."""
        ...

    def here(self) -> Origin | None:
        """Return the current span, for a later one to link to."""
        ...

    def span(
        self, name: str, attributes: Attributes, links: Sequence[Origin]
    ) -> AbstractContextManager[Note]:
        """Make a span of a block. An error passes through; of it, only the name of its type is kept."""
        ...


def span(
    tracing: Tracing | None, name: str, attributes: Attributes, links: Sequence[Origin] = ()
) -> AbstractContextManager[Note]:
    """Make a span of a block, where there is tracing."""
    return _NOTHING if tracing is None else tracing.span(name, attributes, links)


def _forget(_name: str, _value: str | int) -> None:
    """The note of a span that nobody makes."""


_NOTHING: AbstractContextManager[Note] = contextlib.nullcontext(_forget)
