"""Strict decoding of protobuf requests: what this server does not know is refused, not dropped."""

from collections.abc import Mapping, Sequence
from typing import cast

from google.protobuf import json_format
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError, Message
from google.protobuf.unknown_fields import UnknownFieldSet

from core.errors import ErrorKind, FieldError, InvalidRequest, PlatformError

_JSON_OF_BYTES_MAX = 16_384


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
        raise InvalidRequest("The request was refused.", fields=[refused])
    return message


def as_json(message_class: type[Message], raw: bytes) -> bytes:
    """Write a message as JSON under the names of its fields; nothing of what is no message of the class, large, or not to be said in
    JSON: a moment before the year 1, a number that is none."""
    if len(raw) > _JSON_OF_BYTES_MAX:
        return b""
    try:
        message = message_class.FromString(raw)
        return json_format.MessageToJson(message, preserving_proto_field_name=True).encode()
    except (DecodeError, json_format.Error, ValueError, OverflowError):
        return b""


def _unknown(message: Message, path: str) -> str:
    unknown = UnknownFieldSet(message)
    if len(unknown):
        return f"{path}#{unknown[0].field_number}"
    for descriptor, value in message.ListFields():
        if descriptor.type != descriptor.TYPE_MESSAGE:
            continue
        for at, part in enumerate(_parts(descriptor, value)):
            where = f"{descriptor.name}[{at}]" if descriptor.is_repeated else descriptor.name
            found = _unknown(part, f"{path}{where}.")
            if found:
                return found
    return ""


def _parts(descriptor: FieldDescriptor, value: object) -> list[Message]:
    """Return the messages in a field of messages: itself, those of a list, or those that a map holds."""
    if not descriptor.is_repeated:
        return [cast("Message", value)]
    if isinstance(value, Mapping):
        return [each for each in value.values() if isinstance(each, Message)]
    return list(cast("Sequence[Message]", value))
