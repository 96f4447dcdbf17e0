"""What the collection needs to know of docs/openapi.json, read once."""

import json
from collections.abc import Iterator, Mapping
from typing import TypeAlias, cast

import msgspec

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Object: TypeAlias = dict[str, Json]

METHODS = ("get", "put", "post", "delete", "patch")


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One operation as the document tells it.

    status: of the success that it promises. answer: the media type of that success, empty when it has no body. shape: the
    schema of it, None when it is not JSON. example: of its request, None where the document gives none. body: the media
    type that a request is written in, empty when there is none. queries: names of query parameters, and whether they must
    be given. keyed: whether it takes an Idempotency-Key.
    """

    id: str
    method: str
    path: str
    tag: str
    summary: str
    description: str
    status: int
    answer: str
    shape: Object | None
    example: Json
    body: str
    queries: Mapping[str, bool]
    path_names: tuple[str, ...]
    keyed: bool
    public: bool


class Document:
    """The document, with its references resolved on demand."""

    def __init__(self, data: bytes) -> None:
        self._root: Object = json.loads(data)
        self.operations: dict[str, Operation] = {each.id: each for each in self._read()}

    @property
    def tags(self) -> list[tuple[str, str]]:
        """Names and descriptions of the tags, in the document's order."""
        tags = cast("list[Object]", self._root["tags"])
        return [(str(each["name"]), str(each.get("description", ""))) for each in tags]

    @property
    def title(self) -> str:
        return str(cast(Object, self._root["info"])["title"])

    def resolve(self, schema: Object) -> Object:
        """Follow `$ref` until there is none."""
        while isinstance(reference := schema.get("$ref"), str):
            found: Json = self._root
            for part in reference.removeprefix("#/").split("/"):
                found = cast(Object, found)[part]
            schema = cast(Object, found)
        return schema

    def _read(self) -> Iterator[Operation]:
        paths = cast("dict[str, dict[str, Object]]", self._root["paths"])
        for path, item in paths.items():
            for method in METHODS:
                if method in item:
                    yield self._operation(path, method, item[method])

    def _operation(self, path: str, method: str, raw: Object) -> Operation:
        responses = cast("dict[str, Object]", raw["responses"])
        status = next(code for code in sorted(responses) if code.startswith("2"))
        answered = cast(Object, self.resolve(responses[status]).get("content") or {})
        answer = next(iter(answered), "")
        content = cast(Object, cast(Object, raw.get("requestBody") or {}).get("content") or {})
        media = "application/json" if "application/json" in content else next(iter(content), "")
        given = [self.resolve(each) for each in cast("list[Object]", raw.get("parameters") or [])]
        shape = cast(Object, answered[answer]).get("schema") if answer == "application/json" else None
        return Operation(
            id=str(raw["operationId"]),
            method=method.upper(),
            path=path,
            tag=str(cast("list[Json]", raw["tags"])[0]),
            summary=str(raw["summary"]),
            description=str(raw.get("description", "")),
            status=int(status),
            answer=answer,
            shape=cast("Object | None", shape),
            example=_example(cast(Object, content.get(media) or {})),
            body=media,
            queries={
                str(each["name"]): bool(each.get("required")) for each in given if each["in"] == "query"
            },
            path_names=tuple(str(each["name"]) for each in given if each["in"] == "path"),
            keyed=any(each["name"] == "Idempotency-Key" for each in given),
            public=raw.get("security") == [],
        )


def _example(content: Object) -> Json:
    examples = cast("dict[str, Object]", content.get("examples") or {})
    return next((each["value"] for each in examples.values()), content.get("example"))
