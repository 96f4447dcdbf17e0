"""Generate the core of the Go SDK from docs/openapi.json.

openapi-generator reads the document, the templates in sdk_clients/go/templates write plain structs and one function an
operation, with the standard library alone, and gofmt formats what came out. Before it, the document is put into words
that its Go generator knows: `null` beside a type becomes the extension x-go-null, a union of scalars any JSON value, a
body or an answer of bytes x-go-bytes. Credentials are left out: the transport under the core has them.
Run it with the python of .venv-sdk-go (`make generate-sdk-go`); `--check` fails where the folder differs.
"""

import argparse
import copy
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias, cast

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
JsonObject: TypeAlias = "dict[str, Json]"

ROOT = Path(__file__).resolve().parent.parent
CLIENT = ROOT / "sdk_clients" / "go"
CORE = CLIENT / "core"
HEADER_LINE = "// Code generated from docs/openapi.json by openapi-generator; DO NOT EDIT."
HEADER = HEADER_LINE + "\n\npackage core\n"
IMPORTS = 'import (\n"context"\n"net/http"\n"net/url"\n"time"\n)\n'
METHODS = ("get", "post", "put", "patch", "delete")
STREAM = "text/event-stream"


def prepared(document: JsonObject) -> JsonObject:
    """Return the document in words that the generator's Go language knows."""
    changed = copy.deepcopy(document)
    changed.pop("security", None)
    changed.pop("webhooks", None)  # what we send: the types of its data are components
    components = as_object(changed["components"])
    components.pop("securitySchemes", None)
    shared = as_object(components.pop("parameters", {}))
    components.pop("responses", None)
    components.pop("headers", None)
    for method, operation in operations(changed):
        operation["x-go-method"] = method.upper()
        _prepare_operation(operation, shared)
    return as_object(_simplified(changed))


def operations(document: JsonObject) -> Iterable[tuple[str, JsonObject]]:
    for item in as_object(document["paths"]).values():
        for method, operation in as_object(item).items():
            if method in METHODS:
                yield method, as_object(operation)


def _prepare_operation(operation: JsonObject, shared: JsonObject) -> None:
    """Keep what the template needs: parameters in place, one content a body and an answer, and only good answers."""
    operation.pop("security", None)
    operation["tags"] = ["operations"]
    found = [_parameter(as_object(each), shared) for each in as_list(operation.get("parameters", []))]
    kept = [each for each in found if each["name"] != "Idempotency-Key"]  # the transport's affair
    operation["parameters"] = as_list(list(kept))
    operation["x-go-options"] = any(not each.get("required") for each in kept)
    answers = as_object(operation["responses"])
    good = {status: as_object(answer) for status, answer in answers.items() if status.startswith("2")}
    for answer in good.values():
        answer.pop("headers", None)
        kinds = list(as_object(answer.get("content", {})))
        if kinds and not _is_json(as_object(answer["content"])):
            operation["x-go-bytes"] = True
            operation["x-go-accept"] = STREAM if STREAM in kinds else "*/*"
            answer.pop("content")
    operation["responses"] = as_object(dict(good))
    if "requestBody" in operation:
        body = as_object(operation["requestBody"])
        content = as_object(body["content"])
        if "application/x-www-form-urlencoded" in content:
            operation["x-go-form"] = True
        elif not _is_json(content):
            operation["x-go-upload"] = True
            operation.pop("requestBody")
            return
        kind, described = next(iter(content.items()))
        body["content"] = {kind if kind.startswith("application/x-www") else "application/json": described}


def _parameter(parameter: JsonObject, shared: JsonObject) -> JsonObject:
    if "$ref" in parameter:
        parameter = as_object(shared[as_text(parameter["$ref"]).rpartition("/")[2]])
    return copy.deepcopy(parameter)


def _is_json(content: JsonObject) -> bool:
    return "application/json" in content or "application/x-www-form-urlencoded" in content


def _simplified(value: Json) -> Json:
    if isinstance(value, list):
        return [_simplified(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {
        key: _simplified(each) for key, each in value.items() if key not in {"example", "examples", "default"}
    }
    if isinstance(found.get("properties"), dict):  # a field may bear the name of a keyword
        fields = as_object(value["properties"])
        found["properties"] = {name: _simplified(field) for name, field in fields.items()}
    each = found.get("additionalProperties")
    if isinstance(each, dict) and each.get("x-go-null") and "type" in each:  # a null would be read as 0
        found["x-go-each-null"] = True
    if isinstance(found.get("anyOf"), list):
        found = _without_union(found)
    if isinstance(found.get("type"), list):
        kinds = [each for each in as_list(found["type"]) if each != "null"]
        found["type"] = kinds[0]
        found["x-go-null"] = True
        if isinstance(found.get("enum"), list):
            found["enum"] = [each for each in as_list(found["enum"]) if each is not None]
    return found


def _without_union(schema: JsonObject) -> JsonObject:
    choices = [as_object(each) for each in as_list(schema.pop("anyOf"))]
    real = [each for each in choices if each.get("type") != "null"]
    if len(real) == 1 and "$ref" in real[0]:
        return {"allOf": [real[0]], "x-go-null": len(real) < len(choices), **schema}
    if real and all(each.get("type") == "string" for each in real):
        return {"type": "string", **schema}
    return schema  # any JSON value


def as_object(value: Json) -> JsonObject:
    return cast(JsonObject, value)


def as_list(value: Json) -> list[Json]:
    return cast("list[Json]", value)


def as_text(value: Json) -> str:
    return cast(str, value)


def generate(target: Path, bin_dir: Path) -> None:
    """Write the core into `target`. bin_dir: where openapi-generator-cli and go are."""
    with tempfile.TemporaryDirectory() as scratch:
        document = Path(scratch, "openapi.json")
        made = Path(scratch, "made")
        document.write_text(json.dumps(prepared(json.loads((ROOT / "docs/openapi.json").read_text()))))
        command = [
            str(bin_dir / "openapi-generator-cli"), "generate", "-g", "go", "-i", str(document), "-o", str(made),
            "-t", str(CLIENT / "templates"), "--skip-validate-spec",
            "--global-property", "apis,models,apiDocs=false,modelDocs=false,apiTests=false,modelTests=false",
            "--additional-properties", "packageName=core,hideGenerationTimestamp=true,isGoSubmodule=true",
        ]  # fmt: skip
        environment = {**os.environ, "PATH": f"{bin_dir}{os.pathsep}{os.environ.get('PATH', '')}"}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        if done.returncode:
            sys.exit(done.stdout[-4000:] + done.stderr[-4000:])
        target.mkdir(parents=True, exist_ok=True)
        _join(sorted(made.glob("model_*.go")), target / "models.go", 'import "time"\n')
        _join(sorted(made.glob("api_*.go")), target / "operations.go", IMPORTS)
        (target / "runtime.go").write_text(
            HEADER_LINE + "\n\n" + (CLIENT / "templates/runtime.go.txt").read_text()
        )
    gofmt = [
        str(_goroot(bin_dir) / "bin" / "gofmt"),
        "-s",
        "-w",
        str(target / "models.go"),
        str(target / "operations.go"),
    ]
    subprocess.run(gofmt, check=True)


def _goroot(bin_dir: Path) -> Path:
    found = subprocess.run([str(bin_dir / "go"), "env", "GOROOT"], capture_output=True, text=True, check=True)
    return Path(found.stdout.strip())


def _join(parts: list[Path], target: Path, imports: str) -> None:
    """Write all files of one kind as one: 500 files of ten lines each serve nobody."""
    text = "\n\n".join(part.read_text().strip() for part in parts)
    text = text.replace("*interface{}", "any").replace("interface{}", "any")
    text = re.sub(r"^\s*//.*$", lambda line: line[0].replace('\\"', '"').rstrip(), text, flags=re.MULTILINE)
    target.write_text(HEADER + "\n" + imports + "\n" + re.sub(r"\n{3,}", "\n\n", text) + "\n")


def stale_files(fresh: Path) -> list[str]:
    """Name the files of the core that are not those of `fresh`: changed, missing, or there without a reason."""
    names = {path.name for folder in (fresh, CORE) for path in folder.iterdir()}
    return sorted(name for name in names if _bytes(fresh / name) != _bytes(CORE / name))


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing, fail where the core is out of date"
    )
    arguments = parser.parse_args()
    bin_dir = Path(sys.executable).parent
    if not arguments.check:
        generate(CORE, bin_dir)
        return
    with tempfile.TemporaryDirectory() as scratch:
        generate(Path(scratch), bin_dir)
        if stale := stale_files(Path(scratch)):
            sys.exit(f"{CORE.relative_to(ROOT)}: out of date: {', '.join(stale)}; run make generate-sdk-go")
    print("the core of the Go SDK is as docs/openapi.json says")


if __name__ == "__main__":
    main()
