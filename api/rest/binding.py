"""Sorts a handler's parameters by where they come from, once, at start, so that a request resolves nothing.

By name: `caller`, `deadline`, `idempotency_key`, `fingerprint`, `accept_language` `peer` and `data`, for files `upload`, and for forms `raw`, `content_type` and
`authorization`, come from the request; any field of `Services` is that service; the path's own parameters; everything
else is a query parameter.
"""

import dataclasses
import inspect
import typing
from collections.abc import Callable, Mapping

from api.rest.call import Call
from api.rest.operations import Operation
from api.services import Services

FROM_CALL: Mapping[str, Callable[[Call], object]] = {
    "accept_language": lambda call: call.accept_language,
    "authorization": lambda call: call.authorization,
    "caller": lambda call: call.caller,
    "content_encoding": lambda call: call.content_encoding,
    "content_type": lambda call: call.content_type,
    "data": lambda call: call.body,
    "deadline": lambda call: call.deadline,
    "feed_marks": Call.feed_marks,
    "fingerprint": Call.fingerprint,
    "gateway_signature": lambda call: call.gateway_signature,
    "header_length": lambda call: call.header_length,
    "idempotency_key": lambda call: call.idempotency_key,
    "peer": lambda call: call.peer,
    "raw": lambda call: call.raw,
    "upload": lambda call: call.upload,
}
SERVICES = frozenset(field.name for field in dataclasses.fields(Services))


@dataclasses.dataclass(frozen=True)
class Binding:
    """services: names of the services. calls: what is read from the request, and how. path and query: left to the
    framework, with their annotations and defaults. body: the type of `data`, or None. returns: what is documented.
    """

    services: tuple[str, ...]
    calls: tuple[tuple[str, Callable[[Call], object]], ...]
    path: Mapping[str, inspect.Parameter]
    query: Mapping[str, inspect.Parameter]
    body: type[object] | None
    returns: object


def bind(operation: Operation) -> Binding:
    """Raises: TypeError for a parameter or a result without annotation, or a path parameter that no one takes."""
    hints = typing.get_type_hints(operation.handler, include_extras=True)
    parameters = inspect.signature(operation.handler).parameters
    missing = [name for name in (*parameters, "return") if name not in hints]
    if missing or not operation.path_parameters <= parameters.keys():
        raise TypeError(
            f"{operation.operation_id}: {missing or operation.path_parameters} not in the signature"
        )
    rest = {
        name: each.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
        for name, each in parameters.items()
        if name not in SERVICES and name not in FROM_CALL
    }
    return Binding(
        services=tuple(name for name in parameters if name in SERVICES),
        calls=tuple((name, FROM_CALL[name]) for name in parameters if name in FROM_CALL),
        path={name: each for name, each in rest.items() if name in operation.path_parameters},
        query={name: each for name, each in rest.items() if name not in operation.path_parameters},
        body=typing.cast("type[object]", hints["data"]) if "data" in hints else None,
        returns=hints["return"],
    )
