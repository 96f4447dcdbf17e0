"""Generate, check, build and test the SDK in Java, with the JDK of the machine and the wheel of openapi-generator.

`generate` writes the core from docs/openapi.json and the templates in sdk_clients/java/generator; `check` fails where
the core differs from that; `build` compiles everything under every lint of javac, as errors, and makes the jars;
`javadoc` makes the jar of the reference; `test` runs the unit tests. Jackson, the SDK's one dependency, is taken out of the generator's jar, which holds it.
"""

import argparse
import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from tools.sdk_java_document import prepare

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "openapi.json"
CLIENT = ROOT / "sdk_clients" / "java"
SOURCES = CLIENT / "src" / "main" / "java"
CORE = Path("com") / "countermark" / "client" / "core"
TARGET = CLIENT / "target"
JDK_LEAST = 17
JACKSON = "com/fasterxml/jackson/"
JACKSON_PARTS = ("core", "databind", "annotation")
LINT = ["-Xlint:all", "-Werror", "-proc:none", "-encoding", "UTF-8", "--release", str(JDK_LEAST)]
EPOCH = "2026-11-21T00:00:00Z"
"""The time of every file in a jar, so that the same sources give the same bytes."""


def tool(name: str) -> str:
    """Return the path of a program of the JDK. Ends the program, saying what is missing, where there is none."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which(name, path=f"{home}/bin") if home else shutil.which(name)
    if found is None:
        sys.exit(
            f"There is no {name} here. The SDK in Java needs a JDK of {JDK_LEAST} or later: on Debian "
            f"`apt-get install openjdk-{JDK_LEAST}-jdk-headless`, or set JAVA_HOME."
        )
    return found


def check_jdk() -> None:
    told = subprocess.run([tool("javac"), "-version"], capture_output=True, text=True, check=True)
    version = re.search(r"\d+", told.stdout + told.stderr)
    if version is None or int(version[0]) < JDK_LEAST:
        sys.exit(f"javac is {told.stdout.strip()}; the SDK in Java needs {JDK_LEAST} or later.")


def generator_jar() -> Path:
    files = metadata.files("openapi-generator-cli") or []
    return next(Path(str(file.locate())) for file in files if file.name.endswith(".jar"))


def write_core(folder: Path) -> None:
    """Write the core's sources below `folder`, as they stand below src/main/java."""
    with tempfile.TemporaryDirectory() as scratch:
        document = Path(scratch) / "openapi.json"
        document.write_text(json.dumps(prepare(json.loads(DOCUMENT.read_text("utf-8"))), ensure_ascii=False))
        arguments = ["generate", "-i", str(document), "-c", "generator/config.json", "-o", f"{scratch}/out"]
        told = subprocess.run(
            [tool("java"), "-Dfile.encoding=UTF-8", "-jar", str(generator_jar()), *arguments],
            cwd=CLIENT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if told.returncode:
            sys.exit(f"openapi-generator failed:\n{told.stdout[-4000:]}{told.stderr[-4000:]}")
        shutil.rmtree(folder / CORE, ignore_errors=True)
        shutil.copytree(Path(scratch) / "out" / "src" / CORE, folder / CORE)


def check() -> None:
    """Fail where the committed core is not what the document gives."""
    with tempfile.TemporaryDirectory() as scratch:
        write_core(Path(scratch))
        differing = sorted(_differences(filecmp.dircmp(SOURCES / CORE, Path(scratch) / CORE)))
    if differing:
        sys.exit(f"Out of date: {', '.join(differing[:20])}. Run `make generate-sdk-java`.")
    print("The core of the SDK in Java is what docs/openapi.json gives.")


def _differences(compared: "filecmp.dircmp[str]") -> Iterator[str]:
    yield from (*compared.left_only, *compared.right_only, *compared.diff_files)
    for below in compared.subdirs.values():
        yield from _differences(below)


def jackson() -> Path:
    """Take Jackson out of the generator's jar, once."""
    target = TARGET / "lib" / "jackson.jar"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        wanted = re.compile(rf"(META-INF/versions/(11|17)/)?{JACKSON}({'|'.join(JACKSON_PARTS)})/.*\.class")
        with zipfile.ZipFile(generator_jar()) as source, zipfile.ZipFile(target, "w") as out:
            out.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nMulti-Release: true\n")
            for name in sorted(name for name in source.namelist() if wanted.fullmatch(name)):
                out.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return target


def compile_java(sources: Path, target: Path, *class_path: Path) -> None:
    """Compile a folder under every lint; a warning is an error. Ends the program where there is one."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    files = sorted(str(path) for path in sources.rglob("*.java"))
    listed = TARGET / "sources.txt"
    listed.write_text("\n".join(files))
    paths = os.pathsep.join(map(str, (jackson(), *class_path)))
    done = subprocess.run([tool("javac"), *LINT, "-cp", paths, "-d", str(target), f"@{listed}"], check=False)
    if done.returncode:
        sys.exit(f"javac refused {sources.relative_to(ROOT)}.")


def version() -> str:
    found = re.search(r"<version>([^<]+)</version>", (CLIENT / "pom.xml").read_text("utf-8"))
    if found is None:
        sys.exit("pom.xml names no version.")
    return found[1]


def build() -> None:
    """Compile the SDK, its tests and its driver, and make the jars that are published with pom.xml."""
    check_jdk()
    classes = TARGET / "classes"
    compile_java(SOURCES, classes)
    compile_java(CLIENT / "src" / "test" / "java", TARGET / "test-classes", classes)
    compile_java(CLIENT / "conformance", TARGET / "conformance", classes)
    compile_java(CLIENT / "examples", TARGET / "examples", classes)
    manifest = TARGET / "manifest.txt"
    manifest.write_text(
        f"Automatic-Module-Name: com.countermark.client\nImplementation-Version: {version()}\n"
    )
    named = classes / "META-INF" / "maven" / "com.countermark" / "countermark-client"
    named.mkdir(parents=True)
    shutil.copy(CLIENT / "pom.xml", named)
    shutil.copy(ROOT / "LICENSE", classes / "META-INF" / "LICENSE")
    pack("", classes, "--manifest", str(manifest))
    pack("-sources", SOURCES, "--manifest", str(manifest))
    shutil.copy(CLIENT / "pom.xml", TARGET / f"countermark-client-{version()}.pom")


def pack(kind: str, content: Path, *more: str) -> None:
    """Make one of the jars that are published. kind: what its name ends with."""
    path = TARGET / f"countermark-client-{version()}{kind}.jar"
    arguments = ["--create", "--file", str(path), "--date", EPOCH, *more, "-C", str(content), "."]
    subprocess.run([tool("jar"), *arguments], check=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.1f} MB")


def javadoc() -> None:
    """Make the jar of the reference, which repositories of packages ask for. Ends the program where a comment is malformed."""
    out = TARGET / "javadoc"
    shutil.rmtree(out, ignore_errors=True)
    options = ["-quiet", "-notimestamp", "-Xdoclint:all,-missing", "-Werror", "-encoding", "UTF-8"]
    paths = ["-d", str(out), "-cp", str(jackson()), "-sourcepath", str(SOURCES)]
    command = [tool("javadoc"), *options, *paths, "-subpackages", "com.countermark.client"]
    if subprocess.run(command, check=False).returncode:
        sys.exit("javadoc refused the comments.")
    pack("-javadoc", out)


def test() -> None:
    """Run the unit tests, against the jar as it is published."""
    jar = TARGET / f"countermark-client-{version()}.jar"
    paths = os.pathsep.join(map(str, (jar, TARGET / "test-classes", jackson())))
    command = [tool("java"), "-ea", "-cp", paths, "com.countermark.client.AllTests"]
    sys.exit(subprocess.run(command, check=False).returncode)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.sdk_java", description=__doc__)
    parser.add_argument("work", choices=["generate", "check", "build", "javadoc", "test"])
    work = parser.parse_args().work
    if work == "generate":
        write_core(SOURCES)
    else:
        {"check": check, "build": build, "javadoc": javadoc, "test": test}[work]()


if __name__ == "__main__":
    main()
