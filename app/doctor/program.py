"""The program itself: its Python, its packages beside the lock, and its settings."""

import difflib
import importlib.metadata
import pathlib
import re
import sys
from collections.abc import Mapping

from app import settings as settings_module
from app.doctor.findings import Finding, failed, ok, skipped, warning
from app.settings import OF_CALLERS, PREFIX, SettingInvalid, Settings

PYTHON_MIN = (3, 11)
LOCK = pathlib.Path(__file__).parent.parent.parent / "requirements" / "serve.txt"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)( ;)?")
_SHOWN_MAX = 5
_SETTINGS = "settings"


def python(version: tuple[int, int] = sys.version_info[:2]) -> Finding:
    said = f"{version[0]}.{version[1]}"
    if version >= PYTHON_MIN:
        return ok("Python", said)
    wanted = f"{PYTHON_MIN[0]}.{PYTHON_MIN[1]}"
    return failed("Python", f"{said} is too old", f"Make the environment with Python {wanted} or newer.")


def packages(lock: pathlib.Path = LOCK) -> Finding:
    """Compare what is installed with what was tested together. lock: with hashes, as `uv pip compile` writes it."""
    check = "packages"
    if not lock.is_file():
        return skipped(check, "there is no lock beside the program: it was installed without its source")
    drifted, missing, seen = [], [], 0
    for name, version, conditional in _pins(lock):
        installed = _installed(name)
        seen += 1
        if installed is None and not conditional:
            missing.append(name)
        elif installed is not None and installed != version:
            drifted.append(f"{name} {installed} instead of {version}")
    if missing:
        return failed(check, f"not installed: {_some(missing)}", "Install the lock: make setup-serve")
    if drifted:
        return warning(check, f"not as locked: {_some(drifted)}", "Install the lock: make setup-serve")
    return ok(check, f"{seen} as {lock.name} locks them")


def settings(environment: Mapping[str, str]) -> tuple[list[Finding], Settings | None]:
    """Read the settings, and tell all that is wrong with them, not only the first.

    Returns: the findings, and the settings without names that do not exist; None where a value cannot be used.
    """
    findings: list[Finding] = []
    left, unusable, read = dict(environment), False, None
    while read is None:
        try:
            read = settings_module.from_environment(left)
        except SettingInvalid as error:
            variable, _, why = str(error).partition(": ")
            known = settings_module.defaults()
            if variable in left and variable not in known:
                findings.append(_unknown(variable, list(known)))
            else:
                unusable = True
                findings.append(failed(_SETTINGS, f"{variable} cannot be used", _sentence(why)))
            if left.pop(variable, None) is None:
                return findings, None
    if unusable:
        return findings, None
    findings += _contradictions(read, environment)
    told = sum(name.startswith(PREFIX) and name not in OF_CALLERS for name in environment)
    return findings or [ok(_SETTINGS, f"{told} set, the others as they ship")], read


def _unknown(variable: str, known: list[str]) -> Finding:
    near = difflib.get_close_matches(variable, known, n=1)
    fix = f"Did you mean {near[0]}?" if near else "Take it out; docs/operations.md lists the settings."
    return failed(_SETTINGS, f"{variable}: there is no such setting, and nothing starts with it", fix)


def _contradictions(read: Settings, environment: Mapping[str, str]) -> list[Finding]:
    """What each setting allows, and the settings together do not mean."""
    found: list[Finding] = []

    def alone(name: str, needed: str) -> None:
        if environment.get(PREFIX + name, "").strip() and not environment.get(PREFIX + needed, "").strip():
            fix = f"Set {PREFIX}{needed}, or take {PREFIX}{name} out."
            found.append(warning(_SETTINGS, f"{PREFIX}{name} does nothing without {PREFIX}{needed}", fix))

    for name, needed in _NEEDS.items():
        alone(name, needed)
    if read.master_key and (read.data_dir / "master.key").exists():
        said = f"{PREFIX}MASTER_KEY is set, and master.key of the data folder is not read"
        found.append(
            warning(_SETTINGS, said, "Keep the one that wrapped the stored keys; put the other away.")
        )
    if read.master_key and read.master_key.reveal() == read.master_key_previous.reveal():
        said = f"{PREFIX}MASTER_KEY and {PREFIX}MASTER_KEY_PREVIOUS are the same"
        found.append(warning(_SETTINGS, said, f"Take {PREFIX}MASTER_KEY_PREVIOUS out once all is rewrapped."))
    if read.outbound_allow:
        said = f"{PREFIX}OUTBOUND_ALLOW lets tenants' webhooks reach networks inside"
        found.append(warning(_SETTINGS, said, "Take it out in production: it is for development alone."))
    public = read.server.public_url
    if read.server.host in {"0.0.0.0", "::"} and public.startswith("http://"):  # noqa: S104  it is compared
        said = f"{PREFIX}HOST listens for everybody, and {PREFIX}PUBLIC_URL has no TLS"
        found.append(
            warning(_SETTINGS, said, "Put a proxy that ends TLS in front, and give its https:// address.")
        )
    return found


_NEEDS = {
    "IPFS_RPC_TOKEN": "IPFS_RPC_URL",
    "MAIL_FROM": "SMTP_URL",
    "TRITON_TOKEN": "TRITON_URL",
    "TRITON_LOAD": "TRITON_URL",
    "TRITON_TIMEOUT_MS": "TRITON_URL",
    "TRACES_SHARE": "OTLP_ENDPOINT",
    "BATCH_RAY_ADDRESS": "BATCH_RAY_PYTHON",
    "CHAIN_RPC_URLS": "CHAIN_ANCHOR_CONTRACT",
}
"""A setting, and the one without which it does nothing."""


def _pins(lock: pathlib.Path) -> list[tuple[str, str, bool]]:
    """Name, version, and whether it is for some machines only."""
    found = (_PINNED.match(line) for line in lock.read_text().splitlines())
    return [(pin[1], pin[2], pin[3] is not None) for pin in found if pin is not None]


def _installed(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _some(things: list[str]) -> str:
    more = len(things) - _SHOWN_MAX
    return ", ".join(things[:_SHOWN_MAX]) + (f" and {more} more" if more > 0 else "")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
