"""What the nouns of the client share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, Union

from countermark_client._async.transport import AsyncTransport
from countermark_client._core.types import UNSET, Unset

Told = TypeVar("Told")
Fields = Mapping[str, object]


class AsyncResource:
    """One noun of the API, on the client's transport."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport


def told(value: Told | None) -> Told | Unset:
    """What was not told is left out of the request."""
    return UNSET if value is None else value


def body_of(body: Union[Told, Fields, None], fields: Fields) -> Union[Told, Fields]:
    """A request is a model, a mapping, or named fields. Raises: TypeError when it is two of them."""
    if body is None:
        return fields
    if fields:
        raise TypeError("give the request as one object or as named fields, not both")
    return body
