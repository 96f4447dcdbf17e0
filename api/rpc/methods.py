"""How a noun's file declares its methods: `@method(SERVICE, "GetThing")` makes a `Method` of a function."""

import dataclasses
import enum
from collections.abc import AsyncIterator, Awaitable, Callable

from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

Handler = Callable[..., Awaitable[Message] | Awaitable[AsyncIterator[Message]]]


class Keyed(enum.Enum):
    """What a method makes of the `idempotency-key` metadata.

    OWN: optional, and the use case keeps the key itself; the handler takes `idempotency_key: str | None` and `fingerprint: bytes`.
    """

    NEVER = "never"
    OPTIONAL = "optional"
    REQUIRED = "required"
    OWN = "own"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Method:
    """One method. public: no credential asked. bulk: as in the REST face, a larger request is taken.

    One that takes a stream gets its first message as `request` and the `data` of all as `upload`; one that answers a
    stream returns an iterator of messages.
    """

    descriptor: MethodDescriptor
    handler: Handler
    public: bool = False
    bulk: bool = False
    keyed: Keyed = Keyed.NEVER

    @property
    def service(self) -> str:
        return self.descriptor.containing_service.full_name

    @property
    def takes_stream(self) -> bool:
        return bool(self.descriptor.client_streaming)

    @property
    def answers_stream(self) -> bool:
        return bool(self.descriptor.server_streaming)

    @property
    def request_class(self) -> type[Message]:
        return GetMessageClass(self.descriptor.input_type)

    @property
    def response_class(self) -> type[Message]:
        return GetMessageClass(self.descriptor.output_type)


def method(
    service: ServiceDescriptor,
    name: str,
    *,
    public: bool = False,
    bulk: bool = False,
    keyed: Keyed = Keyed.NEVER,
) -> Callable[[Handler], Method]:
    """Declare the handler of a method. Raises: KeyError when the service has no such method."""
    descriptor = service.methods_by_name[name]
    return lambda handler: Method(
        descriptor=descriptor, handler=handler, public=public, bulk=bulk, keyed=keyed
    )
