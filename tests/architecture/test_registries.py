"""Lists that must stay complete: error kinds on both faces, tables without row-level security."""

import enum
import importlib
import importlib.util
from types import ModuleType

import pytest

from core.database import UNSCOPED_TABLES
from core.errors import ErrorKind

# Rows of these tables hold ids, queue data and what ships with the service. Adding one is a decision about isolation: say why in its migration.
UNSCOPED = {
    "alembic_version",
    "backtest_queue",
    "batch_queue",
    "connector_directory",
    "credential_directory",
    "environment_directory",
    "feed_queue",
    "installation_key",
    "ledger_anchor",
    "ledger_anchor_attempt",
    "ledger_anchor_watch",
    "ledger_signed_root",
    "ledger_slot",
    "pgqueuer",
    "pgqueuer_log",
    "pgqueuer_schedules",
    "pgqueuer_statistics",
    "sandbox_clock",
    "shipped_ruleset",
    "starter_version",
    "webhook_queue",
    "workflow_queue",
}


def module_if_there(name: str) -> ModuleType:
    try:
        found = importlib.util.find_spec(name)
    except ModuleNotFoundError:
        found = None
    if found is None:
        pytest.skip(f"{name} is not there yet")
    return importlib.import_module(name)


def mapped_kinds(module: ModuleType) -> set[ErrorKind]:
    """The keys of the one table from error kind to status in a face's module."""
    tables = [
        value
        for value in vars(module).values()
        if isinstance(value, dict) and value and all(isinstance(key, ErrorKind) for key in value)
    ]
    assert len(tables) == 1, "a face has one table of statuses"
    return set(tables[0])


@pytest.mark.parametrize("face", ["api.rest.problems", "api.rpc.status"])
def test_every_error_kind_has_a_status(face: str) -> None:
    """No kind of error falls through to a bare 500 or UNKNOWN on either face."""
    assert mapped_kinds(module_if_there(face)) == set(ErrorKind)


def test_error_kinds_are_words_of_the_domain() -> None:
    """A kind is a lower-case word, as both SDKs show it."""
    assert issubclass(ErrorKind, enum.StrEnum)
    assert all(kind.value == kind.name.lower() for kind in ErrorKind)


def test_tables_without_row_level_security_are_these() -> None:
    """A table that every tenant's transaction can read is here by name, twice."""
    assert set(UNSCOPED_TABLES) == UNSCOPED
