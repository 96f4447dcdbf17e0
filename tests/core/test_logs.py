"""Log lines: JSON, only the fields that are listed, and nobody's data in them."""

import asyncio
import contextvars
import logging
import pathlib

from core import logs
from core.logs import ALWAYS, FIELDS, ON_ERROR
from tests.log_lines import written

LISTED = {*ALWAYS, *FIELDS, *ON_ERROR, "request_id"}
CARD = "4539578763621486"


def failing() -> None:
    raise ValueError(f"no card {CARD}")


def test_only_listed_fields_are_written() -> None:
    """An extra that nobody listed stays out; values are texts and numbers."""
    with written() as logged:
        logging.getLogger("app.test").warning(
            "A thing happened.", extra={"code": "odd", "size": 3, "customer_id": CARD}
        )
    (line,) = logged.lines
    assert set(line) == {*ALWAYS, "code", "size"}
    assert (line["level"], line["logger"], line["message"], line["size"]) == (
        "warning",
        "app.test",
        "A thing happened.",
        3,
    )


def test_an_error_is_its_type_and_its_places() -> None:
    """The text of an exception is not written; where it was raised is."""
    with written() as logged:
        try:
            failing()
        except ValueError:
            logging.getLogger("core.test").exception("It failed.")
    (line,) = logged.lines
    assert (line["error"], set(line) - LISTED) == ("ValueError", set())
    assert "failing" in str(line["trace"])
    assert CARD not in logged.text


async def test_a_library_says_its_template_alone() -> None:
    """What a library fills into a message, and what asyncio says of a lost exception, is not ours to vouch for."""
    with written() as logged:
        logging.getLogger("somebody.else").warning("cannot take %s", CARD)
        loop = asyncio.get_running_loop()
        loop.default_exception_handler(
            {"message": "Task exception was never retrieved", "exception": ValueError(CARD), "card": CARD}
        )
    assert [line["message"] for line in logged.lines] == [
        "cannot take %s",
        "Task exception was never retrieved",
    ]
    assert CARD not in logged.text


def test_each_line_names_its_request() -> None:
    """The id travels with the context, into tasks too, and no further."""

    def serve() -> None:
        logs.request_id.set("req-7")
        logging.getLogger("api.test").warning("In it.")

    with written() as logged:
        contextvars.copy_context().run(serve)
        logging.getLogger("api.test").warning("Outside.")
    assert [line.get("request_id") for line in logged.lines] == ["req-7", None]


def test_libraries_do_not_get_verbose() -> None:
    """The level is of our own loggers; libraries only warn, whatever they might say in detail."""
    root, kept = logging.getLogger(), logging.getLogger().handlers[:]
    before = {name: logging.getLogger(name).level for name in logs.OURS}
    level = root.level
    try:
        logs.configure("debug")
        assert logging.getLogger("api.rest.edge").isEnabledFor(logging.DEBUG)
        assert not logging.getLogger("asyncpg").isEnabledFor(logging.INFO)
    finally:
        root.handlers[:] = kept
        root.setLevel(level)
        for package in logs.OURS:
            logging.getLogger(package).setLevel(before[package])


def test_every_package_of_ours_is_one_of_ours() -> None:
    """What a package says is written whole, and at the level that was asked for."""
    root = pathlib.Path(__file__).parents[2]
    packages = {folder.parent.name for folder in root.glob("*/__init__.py")} - {"bench", "tests", "tools"}
    speaking = {
        package
        for package in packages
        if any("getLogger(__name__)" in file.read_text() for file in (root / package).rglob("*.py"))
    }
    assert "resolution" in speaking
    assert speaking <= set(logs.OURS)
