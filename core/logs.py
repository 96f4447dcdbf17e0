"""Structured logs: one JSON object a line on standard error, with the request's id and no personal data.

Only the fields listed here leave the process. A message of ours is a fixed sentence; what varies goes into `extra` under a
name that the list knows, and those are ids, codes, counts and times. Of a library's message only the template is written,
since nobody knows what it fills in.
"""

import contextvars
import datetime as dt
import logging
import sys

import msgspec

request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")
"""Of the request in hand; of a tick, of all its requests, joined by commas."""

ALWAYS = ("at", "level", "logger", "message")
FIELDS = (
    "code", "component", "count", "duration_ms", "environment_id", "face", "internal", "kind", "operation", "pid",
    "seq", "size", "status", "url", "version",
)  # fmt: skip
ON_ERROR = ("error", "trace")

OURS = ("api", "app", "core", "inference", "ledger", "payments", "resolution", "rules", "tenants")
_TRUSTED = frozenset({*OURS, "opentelemetry"})
"""OpenTelemetry fills in codes and the collector's address."""
_TEMPLATE_LENGTH_MAX = 200


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage() if _is_trusted(record.name) else _template(record),
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
    """Send every logger of the process to standard error in this form. level: of ours; libraries only warn."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    wanted = logging.getLevelNamesMapping()[level.upper()]
    root.setLevel(max(wanted, logging.WARNING))
    for package in OURS:
        logging.getLogger(package).setLevel(wanted)


def _is_trusted(logger: str) -> bool:
    return logger.partition(".")[0] in _TRUSTED


def _template(record: logging.LogRecord) -> str:
    """The first line of a message before anything was filled in; what follows may show an object and all it holds."""
    return str(record.msg).partition("\n")[0][:_TEMPLATE_LENGTH_MAX]


def _places(error: BaseException) -> list[str]:
    """Name the frames of an error, without its text: a driver's message may quote a row."""
    places: list[str] = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-12:]
