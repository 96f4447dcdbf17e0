"""Binds an operation to the services once, at start, so that a request resolves nothing.

A handler's parameters are, by name: `caller`, `deadline`, `idempotency_key` and `fingerprint`, from the request; any
field of `Services`; the path's own parameters; `data`, the body; everything else is a query parameter.
"""

import dataclasses
import inspect
import typing
from collections.abc import Callable, Mapping

from api.rest.call import Call
from api.rest.operations import Operation
from api.services import Services, service_parameters

FROM_CALL: Mapping[str, Callable[[Call], object]] = {
    "caller": lambda call: call.caller,
    "data": lambda call: call.body,
    "deadline": lambda call: call.deadline,
    "fingerprint": Call.fingerprint,
    "idempotency_key": lambda call: call.idempotency_key,
}


@dataclasses.dataclass(frozen=True)
class Binding:
    """Where each parameter of a handler comes from.

    services: bound now. calls: read from the request. path and query: left to the framework, with their annotations
    and defaults. body: the type of `data`, or None.
    """

    services: Mapping[str, object]
    calls: tuple[tuple[str, Callable[[Call], object]], ...]
    path: Mapping[str, inspect.Parameter]
    query: Mapping[str, inspect.Parameter]
    body: type[object] | None
    returns: object


def bind(operation: Operation, services: Services) -> Binding:
    """Sort a handler's parameters by where they come from. Raises: TypeError for a parameter without annotation."""
    hints = typing.get_type_hints(operation.handler, include_extras=True)
    if "return" not in hints:
        raise TypeError(f"{operation.operation_id} has no return annotation")
    parameters = inspect.signature(operation.handler).parameters
    names = [name for name in parameters if name in hints]
    if len(names) != len(parameters):
        raise TypeError(f"{operation.operation_id} has a parameter without annotation")
    given = service_parameters(services, names)
    rest = {
        name: parameters[name].replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
        for name in names
        if name not in given and name not in FROM_CALL
    }
    return Binding(
        services=given,
        calls=tuple((name, FROM_CALL[name]) for name in names if name in FROM_CALL),
        path={name: each for name, each in rest.items() if name in operation.path_parameters},
        query={name: each for name, each in rest.items() if name not in operation.path_parameters},
        body=typing.cast("type[object]", hints["data"]) if "data" in hints else None,
        returns=hints["return"],
    )
