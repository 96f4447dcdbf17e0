"""A running server, asked by API key: what commands use that must work from anywhere."""

from collections.abc import Callable, Mapping
from typing import Self, TypeVar

import click
import httpx
import msgspec

from core.errors import ErrorKind, FieldError, PlatformError

Body = TypeVar("Body")
Command = TypeVar("Command", bound=Callable[..., object])
URL = "http://127.0.0.1:8080"
URL_VARIABLE, KEY_VARIABLE = "COUNTERMARK_URL", "COUNTERMARK_API_KEY"
TIMEOUT_S = 60.0


class RemoteRefused(PlatformError):
    """The server refused, in its own words."""

    kind = ErrorKind.INVALID
    code = "remote_refused"


class _Problem(msgspec.Struct, frozen=True):
    code: str
    detail: str = ""
    fix: str = ""
    errors: list[FieldError] = []


def remote_options(command: Command) -> Command:
    """`--url` and `--key`, each also from the environment."""
    with_key = click.option(
        "--key", envvar=KEY_VARIABLE, required=True, metavar="cmk_…", help="API key of the environment [COUNTERMARK_API_KEY]."
    )(command)  # fmt: skip
    return click.option(
        "--url", envvar=URL_VARIABLE, default=URL, show_default=True, help="The server [COUNTERMARK_URL]."
    )(with_key)  # fmt: skip


class Remote:
    """The REST face of a server."""

    def __init__(self, url: str, key: str) -> None:
        self._client = httpx.Client(
            base_url=f"{url.rstrip('/')}/api/v1", headers={"X-API-Key": key}, timeout=TIMEOUT_S
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, path: str, kind: type[Body], /, **query: str | None) -> Body:
        """Raises: RemoteRefused."""
        wanted = {name: value for name, value in query.items() if value is not None}
        return self._ask("GET", path, kind, params=wanted)

    def post(self, path: str, body: Mapping[str, object], form: type[Body]) -> Body:
        """Raises: RemoteRefused."""
        return self._ask("POST", path, form, body=body)

    def put(self, path: str, body: Mapping[str, object], form: type[Body]) -> Body:
        """Raises: RemoteRefused."""
        return self._ask("PUT", path, form, body=body)

    def delete(self, path: str, form: type[Body]) -> Body:
        """Raises: RemoteRefused."""
        return self._ask("DELETE", path, form)

    def _ask(
        self,
        method: str,
        path: str,
        form: type[Body],
        *,
        params: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
    ) -> Body:
        content = None if body is None else msgspec.json.encode(body)
        headers = {} if body is None else {"Content-Type": "application/json"}
        try:
            answer = self._client.request(method, path, params=params, content=content, headers=headers)
        except httpx.HTTPError as error:
            raise RemoteRefused(
                "The server cannot be reached.", internal=repr(error), fix="Start it, or name it with --url."
            ) from error
        if answer.is_error:
            raise _refusal(answer)
        return msgspec.json.decode(answer.content, type=form, strict=False)


def _refusal(answer: httpx.Response) -> RemoteRefused:
    try:
        problem = msgspec.json.decode(answer.content, type=_Problem)
    except msgspec.DecodeError:
        return RemoteRefused(f"The server answered {answer.status_code}.")
    return RemoteRefused(f"{problem.detail} ({problem.code})", fields=problem.errors, fix=problem.fix)
