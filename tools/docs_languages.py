"""Programs in the languages of the SDKs, compiled and run against those SDKs as they stand in this repository."""

import os
import pathlib
import subprocess
from collections.abc import Callable, Mapping

from tools.docs_session import BLOCK_S, Ran

_TS_SETTINGS = (
    '{"compilerOptions": {"strict": true, "module": "nodenext", "target": "es2022", "lib": ["es2023"], '
    '"types": ["node"], "skipLibCheck": true, "outDir": "out"}, "files": ["main.ts"]}'
)


def _typescript(text: str, folder: pathlib.Path, root: pathlib.Path) -> str:
    sdk = root / "sdk_clients" / "typescript"
    (folder / "main.ts").write_text(text, "utf-8")
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "tsconfig.json").write_text(_TS_SETTINGS)
    modules = folder / "node_modules"
    modules.mkdir(exist_ok=True)
    for name, target in (("countermark-client", sdk), ("@types", sdk / "node_modules" / "@types")):
        if not (modules / name).exists():
            (modules / name).symlink_to(target)
    return f"{sdk}/node_modules/.bin/tsc -p {folder} && node {folder}/out/main.js"


def _go(text: str, folder: pathlib.Path, root: pathlib.Path) -> str:
    (folder / "main.go").write_text(text, "utf-8")
    (folder / "go.mod").write_text(
        "module example.com/page\n\ngo 1.24\n\nrequire countermark.dev/client v0.0.0\n\n"
        f"replace countermark.dev/client => {root}/sdk_clients/go\n"
    )
    go = root / ".venv-sdk-go"
    return (
        f"cd {folder} && GOPROXY=off GOFLAGS=-mod=mod GOTOOLCHAIN=local GOCACHE={go}/cache {go}/bin/go run ."
    )


def _java(text: str, folder: pathlib.Path, root: pathlib.Path) -> str:
    target = root / "sdk_clients" / "java" / "target"
    jars = sorted(str(each) for each in target.glob("countermark-client-*.jar"))
    path = os.pathsep.join([*jars, str(target / "lib" / "jackson.jar")])
    (folder / "Main.java").write_text(text, "utf-8")
    return f"java -cp {path} {folder}/Main.java"


LANGUAGES: Mapping[str, Callable[[str, pathlib.Path, pathlib.Path], str]] = {
    "typescript": _typescript,
    "go": _go,
    "java": _java,
}
"""What writes a program into a folder, and returns the command that compiles and runs it."""


def run_program(
    language: str, text: str, place: pathlib.Path, root: pathlib.Path, variables: Mapping[str, str]
) -> Ran:
    """Compile and run a whole program in a folder beside the page's own."""
    folder = place.parent / f"{place.name}-{language}"
    folder.mkdir(exist_ok=True)
    done = subprocess.run(
        ["bash", "-c", LANGUAGES[language](text, folder, root)], cwd=place, env=dict(variables),
        timeout=BLOCK_S, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    return Ran(done.stdout, done.returncode != 0)
