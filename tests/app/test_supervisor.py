"""What the supervisor makes of processes that will not live."""

from collections.abc import Iterator

import pytest

from app import supervisor
from app.scratch import scratch
from core.errors import DatabaseUnavailable
from core.postgres import EmbeddedPostgres


@pytest.fixture
def broken() -> Iterator[EmbeddedPostgres]:
    """A cluster whose data folder holds nothing to start from."""
    with scratch("supervisor") as folder:
        data = folder / "pg" / "data"
        data.mkdir(parents=True)
        (data / "PG_VERSION").write_text("18\n")
        (folder / "pg" / "passwords.json").write_text('{"superuser":"a","owner":"b","app":"c","auditor":"d"}')
        yield EmbeddedPostgres(folder / "pg", durable=False)


def test_a_restart_that_fails_is_not_the_end(
    broken: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL that will not come back leaves the supervisor alive, to try again."""
    monkeypatch.setattr(supervisor, "_POSTGRES_WAIT_S", 0.0)
    with pytest.raises(DatabaseUnavailable):
        broken.start()
    supervisor.restart(broken)
    assert not broken.running()
