"""Folders that are thrown away leave nothing behind, also of those who were killed."""

import os
import pathlib
import subprocess
import sys
import tempfile

import pytest

from app import scratch
from core import postgres_host
from core.postgres import EmbeddedPostgres

HOLDER = """
import sys, time
from app.scratch import scratch
with scratch("test") as folder:
    print(folder, flush=True)
    time.sleep(3_600)
"""


def test_it_goes_with_its_cluster() -> None:
    """A cluster made in it lives in it, so that nothing is left elsewhere."""
    with scratch.scratch("test") as folder:
        assert EmbeddedPostgres(folder / "data" / "postgres").folder == folder / "data" / "postgres"
        (folder / "file").write_text("x")
    assert not folder.exists()


def test_a_killed_ones_folder_goes_and_a_living_ones_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who was killed could remove nothing: the next one does, and touches nobody's that is at work."""
    with subprocess.Popen([sys.executable, "-c", HOLDER], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        folder = pathlib.Path(holder.stdout.readline().strip())
        monkeypatch.setattr(scratch, "_NEW_S", 0.0)
        try:
            scratch.sweep(folder.parent)
            assert folder.exists()
        finally:
            holder.kill()
    monkeypatch.undo()
    scratch.sweep(folder.parent)
    assert folder.exists(), "one so new may be about to be locked"
    os.utime(folder, (0, 0))
    scratch.sweep(folder.parent)
    assert not folder.exists()


def test_what_is_not_one_of_them_is_left_alone(tmp_path: pathlib.Path) -> None:
    """A folder of such a name without the lock, and a link, are nobody's to remove."""
    alike, target = tmp_path / "cmk-scratch-mine", tmp_path / "target"
    for each in (alike, target):
        each.mkdir()
        os.utime(each, (0, 0))
    (tmp_path / "cmk-scratch-link").symlink_to(target)
    (target / scratch._LOCK).touch()
    scratch.sweep(tmp_path)
    assert alike.exists()
    assert target.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another user")
def test_it_is_made_where_the_cluster_can_be(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    """Temporary folders that PostgreSQL's user cannot pass are passed over."""
    tmp_path.chmod(0o700)
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    with scratch.scratch("test") as folder:
        assert postgres_host.passable(folder / "pg", postgres_host.unprivileged_user())
