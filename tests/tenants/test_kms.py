"""The local master key: made once, kept private, rotated."""

import concurrent.futures
import pathlib
import secrets

import pytest

from tenants import kms
from tenants.envelope import SealBroken
from tenants.kms import LocalKms, MasterKeyUnusable
from tenants.settings import MasterKey, TenantsSettings


def a_key() -> MasterKey:
    return MasterKey(secrets.token_bytes(32))


def in_folder(folder: pathlib.Path) -> LocalKms:
    return kms.local(TenantsSettings(data_dir=folder))


async def test_the_file_is_made_once_and_private(tmp_path: pathlib.Path) -> None:
    """The first start makes a key file that only its user can read; later starts read the same one."""
    wrapped = await in_folder(tmp_path / "data").wrap(bytes(32), b"place")
    path = tmp_path / "data" / "master.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(path.read_bytes()) == 32
    assert await in_folder(tmp_path / "data").unwrap(wrapped, b"place") == bytes(32)
    assert list(path.parent.iterdir()) == [path]


def test_starting_at_once_agrees_on_one_key(tmp_path: pathlib.Path) -> None:
    """Processes that start together never end up with different keys."""
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: in_folder(tmp_path)._current, range(32)))
    assert len(set(made)) == 1


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660])
def test_a_file_open_to_others_is_refused(tmp_path: pathlib.Path, mode: int) -> None:
    """A key that others can read is no key; the fix is the command that closes it."""
    in_folder(tmp_path)
    path = tmp_path / "master.key"
    path.chmod(mode)
    with pytest.raises(MasterKeyUnusable) as caught:
        in_folder(tmp_path)
    assert "chmod 600" in caught.value.how_to_fix


def test_a_damaged_file_is_refused(tmp_path: pathlib.Path) -> None:
    """A file of another length is reported, never padded or replaced."""
    in_folder(tmp_path)
    (tmp_path / "master.key").write_bytes(b"short")
    with pytest.raises(MasterKeyUnusable):
        in_folder(tmp_path)


async def test_a_wrapped_key_opens_for_its_place_and_master_only() -> None:
    """Another place, another master key or a changed byte opens nothing."""
    master = LocalKms(a_key())
    wrapped = await master.wrap(b"k" * 32, b"vault_key|a|1")
    assert await master.unwrap(wrapped, b"vault_key|a|1") == b"k" * 32
    with pytest.raises(SealBroken):
        await master.unwrap(wrapped, b"vault_key|b|1")
    with pytest.raises(SealBroken):
        await master.unwrap(wrapped[:-1] + bytes([wrapped[-1] ^ 1]), b"vault_key|a|1")
    with pytest.raises(MasterKeyUnusable):
        await LocalKms(a_key()).unwrap(wrapped, b"vault_key|a|1")


async def test_a_rotated_master_key_opens_the_old_and_wraps_with_the_new() -> None:
    """With the old key as previous, nothing is lost; what is wrapped anew opens without it."""
    old, new = a_key(), a_key()
    wrapped = await LocalKms(old).wrap(b"k" * 32, b"p")
    both = LocalKms(new, [old])
    assert await both.unwrap(wrapped, b"p") == b"k" * 32
    assert await LocalKms(new).unwrap(await both.wrap(b"k" * 32, b"p"), b"p") == b"k" * 32


def test_a_master_key_never_shows() -> None:
    """Neither the key nor the settings that hold it print it."""
    key = a_key()
    settings = TenantsSettings(data_dir=pathlib.Path("x"), master_key=key)
    assert key.reveal().hex() not in repr(settings)
    assert repr(key) == "MasterKey(***)"
    assert repr(LocalKms(key)) == "LocalKms(***)"
    with pytest.raises(ValueError, match="32 bytes"):
        MasterKey(b"short")
