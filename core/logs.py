"""Structured logs: one JSON object a line on standard error, with the request's id and no personal data.

Only the fields listed here leave the process. A message is a fixed sentence; what varies goes into `extra` under a name
that the list knows, and those are ids, codes, counts and times.
"""

import contextvars
import logging
import sys

import msgspec

request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")

FIELDS = (
    "code", "component", "count", "duration_ms", "environment_id", "internal", "kind", "method", "operation",
    "pid", "principal_id", "route", "size", "status", "tenant_id", "url", "version",
)  # fmt: skip


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if current := request_id.get():
            line["request_id"] = current
        for field in FIELDS:
            value = record.__dict__.get(field)
            if value is not None:
                line[field] = value if isinstance(value, (int, float)) else str(value)
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = type(record.exc_info[1]).__name__
            line["trace"] = _places(record.exc_info[1])
        return msgspec.json.encode(line).decode()


def configure(level: str = "info") -> None:
    """Send every logger of the process to standard error in this form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for noisy in ("pgqueuer", "asyncio", "granian", "_granian", "httpx"):
        logging.getLogger(noisy).setLevel(max(root.level, logging.WARNING))


def _places(error: BaseException) -> list[str]:
    """Name the frames of an error, without its text: a driver's message may quote a row."""
    places: list[str] = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-12:]
