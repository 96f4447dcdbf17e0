"""What no tracked file may say: where packages come from, and whose machine this is."""

import re
from collections.abc import Iterator

from tests.architecture.source import ROOT, text_of, tracked

# Written in two halves, so that this file does not find itself.
REGISTRY_HOSTS = re.compile(
    "|".join(
        re.escape(left + right)
        for left, right in (
            ("pypi.", "org"),
            ("python", "hosted.org"),
            ("registry.npm", "js.org"),
            ("registry.yarn", "pkg.com"),
            ("npm", "mirror.com"),
            ("proxy.go", "lang.org"),
            ("sum.go", "lang.org"),
            ("repo1.", "maven.org"),
            ("repo.maven", ".apache.org"),
            ("maven", "-central.storage"),
            ("plugins.gra", "dle.org"),
            ("index.crates", ".io"),
            ("static.crates", ".io"),
            ("ruby", "gems.org"),
            ("--index", "-url"),
            ("--extra-index", "-url"),
            ("--trusted", "-host"),
        )
    )
    + "|"
    + "arti" + "factory|" + r"nexus[.-][a-z0-9.-]+/repository",
    re.IGNORECASE,
)  # fmt: skip
MACHINE_PATHS = re.compile(
    r"(?<![\w.$}-])/(?:ro"
    r"ot|ho"
    r"me/[a-z][\w-]*|Us"
    r"ers/[a-z][\w-]*|wo"
    r"rk/(?:main|shared)|tm"
    r"p/w)(?![\w-])"
)
TEXT_BYTES_MAX = 20_000_000


def test_the_patterns_bite() -> None:
    """Each rule finds what it is for: a host in a lock file, a path in a log."""
    assert REGISTRY_HOSTS.search("https://files.python" + "hosted.org/packages/x")
    assert REGISTRY_HOSTS.search('"resolved": "https://registry.npm' + 'js.org/x"')
    assert MACHINE_PATHS.search("File /wo" + "rk/main/core/ids.py")
    assert MACHINE_PATHS.search("cd /ro" + "ot/x")
    assert not MACHINE_PATHS.search("/roots/1 and {BASE}/home and docs/root")


def tracked_lines() -> Iterator[tuple[str, int, str]]:
    for path in tracked():
        content = (ROOT / path).read_bytes()
        if b"\0" in content[:8_192] or len(content) > TEXT_BYTES_MAX:
            continue
        for number, line in enumerate(content.decode("utf-8", errors="replace").splitlines(), 1):
            yield path, number, line


def test_no_registry_host() -> None:
    """No tracked file names a package registry: which one to use is the machine's business, and locks carry hashes."""
    assert [f"{path}:{number}" for path, number, line in tracked_lines() if REGISTRY_HOSTS.search(line)] == []


def test_no_machine_path() -> None:
    """No tracked file names a folder of the machine it was written on."""
    assert [f"{path}:{number}" for path, number, line in tracked_lines() if MACHINE_PATHS.search(line)] == []


def test_locks_pin_hashes() -> None:
    """Every requirement that is installed carries at least one hash."""
    for path in (path for path in tracked() if path.startswith("requirements/")):
        blocks = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"^\s*#.*\n?", "", text_of(path), flags=re.MULTILINE))
        assert [
            block.splitlines()[0] for block in blocks if block.strip() and "--hash=sha256:" not in block
        ] == [], path
