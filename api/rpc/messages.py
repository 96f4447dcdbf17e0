"""Strict decoding of protobuf requests: what this server does not know is refused, not dropped."""

from google.protobuf.message import DecodeError, Message
from google.protobuf.unknown_fields import UnknownFieldSet

from core.errors import ErrorKind, FieldError, InvalidRequest, PlatformError


class MalformedMessage(PlatformError):
    kind = ErrorKind.INVALID
    code = "malformed_message"
    fix = "Send the request message of this method, made from this server's .proto files."


def decode(message_class: type[Message], raw: bytes) -> Message:
    """Parse a request and refuse unknown fields at any depth. Raises: MalformedMessage, InvalidRequest."""
    try:
        message = message_class.FromString(raw)
    except DecodeError:
        raise MalformedMessage("The bytes are not a message of this method's type.") from None
    size = message.ByteSize()
    message.DiscardUnknownFields()
    if message.ByteSize() != size:  # two sizes cost less than walking every message for the rare bad one
        found = _unknown(message_class.FromString(raw), "")
        refused = FieldError(
            found, "There is no such field.", "Remove it, or use the .proto files of this server."
        )
        raise InvalidRequest("The message was refused.", fields=[refused])
    return message


def _unknown(message: Message, path: str) -> str:
    unknown = UnknownFieldSet(message)
    if len(unknown):
        return f"{path}#{unknown[0].field_number}"
    for descriptor, value in message.ListFields():
        if descriptor.type != descriptor.TYPE_MESSAGE:
            continue
        for at, part in enumerate(_parts(value)):
            place = (
                f"{path}{descriptor.name}[{at}]." if descriptor.is_repeated else f"{path}{descriptor.name}."
            )
            found = _unknown(part, place)
            if found:
                return found
    return ""


def _parts(value: object) -> list[Message]:
    if isinstance(value, Message):
        return [value]
    if hasattr(value, "values"):
        return [each for each in value.values() if isinstance(each, Message)]
    return [each for each in value if isinstance(each, Message)] if hasattr(value, "__iter__") else []
