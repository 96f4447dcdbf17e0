"""Dependencies: each is declared where it is used, and each has its reason."""

import functools
import importlib.metadata
import sys
from collections.abc import Mapping, Sequence

import pytest

from tests.architecture.source import (
    HARNESS,
    PACKAGES,
    distribution,
    imported,
    modules,
    pyproject,
    strings,
    table,
    text_of,
)

OURS = {*PACKAGES, *HARNESS, "sdk_clients"}
# Modules of groups that have environments of their own, by distribution.
NOT_INSTALLED = {
    "bentoml": "bentoml",
    "fastapi": "fastapi",
    "joblib": "joblib",
    "litserve": "litserve",
    "mlserver": "mlserver",
    "pandas": "pandas",
    "ray": "ray",
    "stable_baselines3": "stable-baselines3",
    "uvicorn": "uvicorn",
}
GROUPS_OF = {
    "inference": ("kserve", "ray"),
    "ledger": ("chain",),
    "training": ("training", "policy", "prophet", "statsforecast", "torch"),
    "tests": ("training", "kserve", "chain", "dev"),
    "tools": ("dev",),
    "bench": ("training", "chain", "dev", "bench", "bench-bentoml", "bench-pyod"),
}


def declared(*groups: str) -> set[str]:
    """The distributions of `project.dependencies` and of these dependency groups."""
    listed = strings(table("project")["dependencies"])
    for group in groups:
        listed += strings(table("dependency-groups")[group])
    return {distribution(line) for line in listed}


@functools.cache
def installed() -> Mapping[str, Sequence[str]]:
    return importlib.metadata.packages_distributions()


def providers(module: str) -> set[str]:
    found = installed().get(module, [])
    return {distribution(name) for name in found} or {NOT_INSTALLED.get(module, module)}


def is_declared(module: str, allowed: set[str]) -> bool:
    """Whether an import comes from us, from Python or from a distribution in `allowed`."""
    if module in OURS or module in sys.stdlib_module_names:
        return True
    return bool(providers(module) & allowed)


@pytest.mark.parametrize("top", [*PACKAGES, *HARNESS])
def test_a_folder_imports_what_its_group_declares(top: str) -> None:
    """The server imports only `project.dependencies`, training adds its group, tests add dev, benchmarks add bench."""
    allowed = declared(*GROUPS_OF.get(top, ()))
    bad = []
    for path in modules(top):
        for line, name in imported(path):
            if not is_declared(name.split(".")[0], allowed):
                bad.append(f"{path}:{line} imports {name}")
    assert bad == []


def test_every_dependency_has_its_reason() -> None:
    """docs/dependencies.md says for each dependency why it and not its rival."""
    groups = table("dependency-groups")
    reasons = {
        line.split("`")[1] for line in text_of("docs/dependencies.md").splitlines() if line.startswith("| `")
    }
    assert declared(*groups) - reasons == set()
    assert reasons - declared(*groups) == set()


def test_names_that_other_projects_own_are_never_dependencies() -> None:
    """Distributions called inference, rules or proto-plus would shadow our packages."""
    assert declared(*table("dependency-groups")) & {"inference", "rules", "proto-plus"} == set()


def test_the_server_does_not_take_the_name_of_the_sdk() -> None:
    """`countermark` is the SDK's; the server is `countermark-server`."""
    project = pyproject()["project"]
    assert isinstance(project, dict)
    assert project["name"] == "countermark-server"
