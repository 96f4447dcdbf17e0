"""`countermark rules approve|refuse|compare|shadow|rollback|history|approvals`: a version's life, on a running server.

An approval is a member's, so these commands take a member's own key or session token, not the server's machine.
"""

from collections.abc import Mapping
from urllib.parse import quote

import click

from app.cli.foundation import show
from app.cli.remote import Remote, remote_options

_Answer = dict[str, object]
_use_case = click.argument("use_case")
_version = click.argument("version_id", metavar="rsv_…")
_reason = click.option("--reason", required=True, help="Why, for those who read the history.")


def _path(use_case: str, *rest: str) -> str:
    return "/".join(["/rulesets", *(quote(part, safe="") for part in (use_case, *rest))])


def _post(url: str, key: str, path: str, body: Mapping[str, object]) -> None:
    with Remote(url, key) as server:
        show(server.post(path, body, _Answer))


@click.command()
@remote_options
@_use_case
@_version
@click.option("--digest", required=True, help="Of the content that you read, as the version shows it.")
@_reason
def approve(url: str, key: str, use_case: str, version_id: str, digest: str, reason: str) -> None:
    """Vouch for a version that another member wrote, with a key of your own."""
    body = {"digest": digest, "reason": reason}
    _post(url, key, _path(use_case, "versions", version_id, "approve"), body)


@click.command()
@remote_options
@_use_case
@_version
@_reason
def refuse(url: str, key: str, use_case: str, version_id: str, reason: str) -> None:
    """See to it that a version never decides."""
    _post(url, key, _path(use_case, "versions", version_id, "refuse"), {"reason": reason})


@click.command()
@remote_options
@_use_case
@_version
@click.option("--against", metavar="rsv_…", help="Another version; without it, what decides now.")
def compare(url: str, key: str, use_case: str, version_id: str, against: str | None) -> None:
    """Tell what a version changes: by node, by row and cell, and in the fallback."""
    with Remote(url, key) as server:
        show(server.get(_path(use_case, "versions", version_id, "diff"), _Answer, against=against))


@click.command()
@remote_options
@_use_case
@click.option("--start", "started", metavar="rsv_…", help="Put this version into the shadow.")
@click.option("--stop", "stopped", is_flag=True, help="Take what is there out of it.")
@click.option("--version", "version_id", metavar="rsv_…", help="Show one that was there.")
def shadow(
    url: str, key: str, use_case: str, started: str | None, version_id: str | None, *, stopped: bool
) -> None:
    """Show what the version in the shadow would have changed, or begin or end a shadow."""
    if sum((started is not None, stopped, version_id is not None)) > 1:
        raise click.UsageError("--start, --stop or --version: one of them.")
    path = _path(use_case, "shadow")
    with Remote(url, key) as server:
        if started is not None:
            show(server.put(path, {"version_id": started}, _Answer))
        elif stopped:
            show(server.delete(path, _Answer))
        else:
            show(server.get(path, _Answer, ruleset_version_id=version_id))


@click.command()
@remote_options
@_use_case
@_reason
def rollback(url: str, key: str, use_case: str, reason: str) -> None:
    """Let what decided before decide again. Again goes further back, to the default in the end."""
    _post(url, key, _path(use_case, "rollback"), {"reason": reason})


@click.command()
@remote_options
@_use_case
@click.option("--after", metavar="rsa_…", help="Start behind this one.")
def history(url: str, key: str, use_case: str, after: str | None) -> None:
    """List what decided when, newest first."""
    with Remote(url, key) as server:
        show(server.get(_path(use_case, "activations"), _Answer, after=after, limit="100"))


@click.command()
@remote_options
@click.option("--required/--not-required", default=None, help="Demand approvals here, or do without.")
@click.option("--reason", help="Why, for those who read the history.")
def approvals(url: str, key: str, reason: str | None, *, required: bool | None) -> None:
    """Show whether what decides here changes only with an approval; the tenant's owner may say otherwise."""
    with Remote(url, key) as server:
        if required is None:
            show(server.get("/approval-policy", _Answer))
        elif reason is None:
            raise click.UsageError("--reason: say why, for those who read the history.")
        else:
            show(server.put("/approval-policy", {"required": required, "reason": reason}, _Answer))


COMMANDS = (approve, refuse, compare, shadow, rollback, history, approvals)
