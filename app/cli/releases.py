"""`countermark releases`: version, ruleset and thresholds that move together, on a running server.

An approval is a member's, and so is a promotion: these commands take a member's own key or session token, not the server's machine.
"""

from collections.abc import Mapping
from urllib.parse import quote

import click

from app.cli.foundation import show
from app.cli.remote import Remote, remote_options

_Answer = dict[str, object]
_release = click.argument("release_id", metavar="rel_…")
_reason = click.option("--reason", required=True, help="Why, for those who read the history.")


@click.group()
def releases() -> None:
    """What moves together: a version of a model, its ruleset and its thresholds."""


@releases.command("list")
@remote_options
@click.option("--use-case", help="Of this use case alone.")
@click.option("--after", metavar="rel_…", help="Start behind this one.")
def list_releases(url: str, key: str, use_case: str | None, after: str | None) -> None:
    """List releases, newest first."""
    with Remote(url, key) as server:
        show(server.get("/releases", _Answer, use_case=use_case, after=after, limit="100"))


@releases.command("show")
@remote_options
@_release
def show_release(url: str, key: str, release_id: str) -> None:
    """Show a release: its parts, its state and what members said of it."""
    with Remote(url, key) as server:
        show(server.get(_path(release_id), _Answer))


@releases.command("create")
@remote_options
@click.argument("use_case")
@click.option("--version", "version_id", metavar="ver_…", help="Without it, the one that answers now.")
@click.option("--ruleset", "ruleset_version_id", metavar="rsv_…", help="Without it, the default that ships.")
@click.option(
    "--threshold",
    "thresholds",
    multiple=True,
    metavar="NAME=NUMBER",
    help="A number that the ruleset names. May be repeated.",
)
@_reason
def create(
    url: str,
    key: str,
    use_case: str,
    *,
    version_id: str | None,
    ruleset_version_id: str | None,
    thresholds: tuple[str, ...],
    reason: str,
) -> None:
    """Make a release; it decides nothing until it is activated."""
    body = {
        "use_case": use_case,
        "version_id": version_id,
        "ruleset_version_id": ruleset_version_id,
        "thresholds": dict(_threshold(each) for each in thresholds),
        "reason": reason,
    }
    _post(url, key, "/releases", body)


@releases.command("diff")
@remote_options
@_release
@click.option("--against", metavar="rel_…", help="Another release; without it, what decides now.")
def diff(url: str, key: str, release_id: str, against: str | None) -> None:
    """Tell what a release changes: the version, the thresholds, the ruleset by row and cell."""
    with Remote(url, key) as server:
        show(server.get(_path(release_id, "diff"), _Answer, against=against))


@releases.command("shadow")
@remote_options
@_release
@click.option("--start", is_flag=True, help="Put it into the shadow.")
@click.option("--stop", is_flag=True, help="Take it out of the shadow.")
def shadow(url: str, key: str, release_id: str, *, start: bool, stop: bool) -> None:
    """Show what a release would have changed beside what decides, or begin or end that."""
    if start and stop:
        raise click.UsageError("--start or --stop: one of them.")
    path = _path(release_id, "shadow")
    with Remote(url, key) as server:
        if start:
            show(server.put(path, {}, _Answer))
        elif stop:
            show(server.delete(path, _Answer))
        else:
            show(server.get(path, _Answer))


@releases.command("approve")
@remote_options
@_release
@click.option("--digest", required=True, help="Of the content that you read, as the release shows it.")
@_reason
def approve(url: str, key: str, release_id: str, digest: str, reason: str) -> None:
    """Vouch for a release that another member made, with a key of your own."""
    _post(url, key, _path(release_id, "approve"), {"digest": digest, "reason": reason})


@releases.command("refuse")
@remote_options
@_release
@_reason
def refuse(url: str, key: str, release_id: str, reason: str) -> None:
    """See to it that a release never decides."""
    _post(url, key, _path(release_id, "refuse"), {"reason": reason})


@releases.command("activate")
@remote_options
@_release
@_reason
def activate(url: str, key: str, release_id: str, reason: str) -> None:
    """Let a release decide from now on."""
    _post(url, key, _path(release_id, "activate"), {"reason": reason})


@releases.command("rollback")
@remote_options
@_release
@_reason
def rollback(url: str, key: str, release_id: str, reason: str) -> None:
    """Let what decided before the release decide again."""
    _post(url, key, _path(release_id, "rollback"), {"reason": reason})


@releases.command("promote")
@remote_options
@_release
@_reason
def promote(url: str, key: str, release_id: str, reason: str) -> None:
    """Copy a release of the sandbox to live, with a live key of your own."""
    _post(url, key, _path(release_id, "promote"), {"reason": reason})


@releases.command("history")
@remote_options
@click.argument("use_case")
@click.option("--after", metavar="rsw_…", help="Start behind this one.")
def history(url: str, key: str, use_case: str, after: str | None) -> None:
    """List which release was in force when, newest first."""
    with Remote(url, key) as server:
        show(server.get("/release-switches", _Answer, use_case=use_case, after=after, limit="100"))


def _path(release_id: str, *rest: str) -> str:
    return "/".join(["/releases", quote(release_id, safe=""), *rest])


def _post(url: str, key: str, path: str, body: Mapping[str, object]) -> None:
    with Remote(url, key) as server:
        show(server.post(path, body, _Answer))


def _threshold(text: str) -> tuple[str, float]:
    name, _, number = text.partition("=")
    try:
        return name.strip(), float(number)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not NAME=NUMBER.", param_hint="--threshold") from None
