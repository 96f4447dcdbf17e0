"""The rulesets that ship with the service: what decides a use case until a tenant activates a version of its own."""

import functools
from importlib import resources

import msgspec

from rules.entities import RulesetVersion
from rules.evaluation import PreparedRuleset, digest_of, prepare

AUTHOR = "system"
_FOLDER = resources.files("rules") / "defaults"
_OTHER = "other"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of `defaults/`. outcomes and facts are what the check finds; a test keeps them true."""

    fallback: str
    outcomes: tuple[str, ...]
    facts: tuple[str, ...]
    graph: dict[str, object]


@functools.cache
def names() -> frozenset[str]:
    """Use cases with a default of their own; every other one gets the same."""
    files = (file.name.removesuffix(".json") for file in _FOLDER.iterdir() if file.name.endswith(".json"))
    return frozenset(files) - {_OTHER}


@functools.cache
def _file(name: str) -> _File:
    return msgspec.json.decode((_FOLDER / f"{name}.json").read_bytes(), type=_File)


def version(use_case: str) -> RulesetVersion:
    """The default of a use case as a version: number 0, without an id."""
    file = _file(use_case if use_case in names() else _OTHER)
    return RulesetVersion(
        id=None,
        use_case=use_case,
        number=0,
        digest=digest_of(file.graph, file.fallback),
        fallback=file.fallback,
        outcomes=file.outcomes,
        facts=file.facts,
        cost_us=0,
        author=AUTHOR,
        reason="The default that ships with the service.",
        created_at=None,
        graph=file.graph,
    )


def prepared(use_case: str) -> PreparedRuleset:
    return _prepared(use_case if use_case in names() else _OTHER)


@functools.cache
def _prepared(name: str) -> PreparedRuleset:
    file = _file(name)
    digest = digest_of(file.graph, file.fallback)
    return prepare(file.graph, file.fallback, file.facts, version_id=None, digest=digest)
