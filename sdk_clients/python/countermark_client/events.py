"""Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html, section 9.2."""

from __future__ import annotations

import codecs
from dataclasses import dataclass


@dataclass(frozen=True)
class ServerEvent:
    """One event. id: the last one that the stream told, empty before."""

    name: str
    data: str
    id: str


class EventReader:
    """Turns the bytes of a stream into events, wherever the bytes were cut. An event without its blank line is none."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("replace")
        self._began = False
        self._rest = ""
        self._name = ""
        self._data: list[str] = []
        self._id = ""

    def feed(self, chunk: bytes) -> list[ServerEvent]:
        """Return the events that `chunk` completes."""
        text = self._rest + self._begun(self._decode.decode(chunk))
        held = text.endswith("\r")
        lines = _lines(text[:-1] if held else text)
        self._rest = lines.pop() + ("\r" if held else "")
        return [event for line in lines if (event := self._line(line)) is not None]

    def _begun(self, text: str) -> str:
        """The text without the byte order mark that a stream may begin with."""
        if self._began or not text:
            return text
        self._began = True
        return text.removeprefix("\ufeff")

    def _line(self, line: str) -> ServerEvent | None:
        if not line:
            return self._finished()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            self._name = value
        elif name == "data":
            self._data.append(value)
        elif name == "id" and "\0" not in value:
            self._id = value
        return None

    def _finished(self) -> ServerEvent | None:
        name, data = self._name or "message", self._data
        self._name, self._data = "", []
        return ServerEvent(name, "\n".join(data), self._id) if data else None


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
