# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
"""What the generated operations stand on: they describe a request, and whoever carries it answers or raises."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, Union


class Stream(Protocol):
    """A body that is not in memory. repeatable: it can be read again from its start. length: its bytes, where known."""

    @property
    def repeatable(self) -> bool: ...

    @property
    def length(self) -> int | None: ...

    def chunks(self) -> Iterator[bytes]: ...

    def achunks(self) -> AsyncIterator[bytes]: ...


Content = Union[bytes, Stream]


@dataclass(frozen=True)
class Call:
    """One request. keyed: the operation takes an Idempotency-Key. secured: it needs a credential."""

    method: str
    path: str
    params: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    json: object = None
    form: Mapping[str, Any] | None = None
    content: Content | None = None
    keyed: bool = False
    secured: bool = True
    timeout_s: float | None = None


@dataclass(frozen=True)
class Answer:
    """What came back, read whole. headers: names in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class Caller(Protocol):
    """Carries requests, with retries, credentials and typed errors."""

    def send(self, call: Call) -> Answer: ...


class AsyncCaller(Protocol):
    """The same, without blocking."""

    async def send(self, call: Call) -> Answer: ...
