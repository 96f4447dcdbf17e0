"""Imports that the contracts of import-linter cannot see."""

import ast
import subprocess
import sys

import pytest

from tests.architecture.source import (
    HARNESS,
    PACKAGES,
    functions,
    imported,
    module_name,
    modules,
    table,
    tracked,
    tree_of,
)

VERIFIER_MAY_IMPORT = {"cryptography"}


def is_private(name: str) -> bool:
    """SQL belongs to its package: `rules.store`, `tenants.key_store`."""
    return any(part == "store" or part.endswith("_store") for part in name.split(".")[1:])


def test_is_private_knows_a_store_by_its_name() -> None:
    """The rule below bites on the names that it is for, and not on a neighbour."""
    assert all(map(is_private, ["rules.store", "tenants.key_store.KeyStore"]))
    assert not any(map(is_private, ["core.database", "rules.storefront"]))


def test_stores_are_private_to_their_package() -> None:
    """Only a package itself imports its store: everyone else asks its service."""
    bad = [
        f"{path}:{line} imports {name}"
        for path in modules(*PACKAGES)
        for line, name in imported(path)
        if name.split(".")[0] in PACKAGES and is_private(name) and name.split(".")[0] != path.split("/")[0]
    ]
    assert bad == []


def test_every_store_has_its_contract() -> None:
    """Each store of the product is protected by name, and may be imported by its own package alone."""
    contracts = table("tool", "importlinter")["contracts"]
    assert isinstance(contracts, list)
    allowed = {
        module: contract["allowed_importers"]
        for contract in contracts
        if contract["type"] == "protected"
        for module in contract["protected_modules"]
    }
    stores = [name for path in modules(*PACKAGES) if is_private(name := module_name(path))]
    assert {name: allowed.get(name) for name in stores} == {name: [name.split(".")[0]] for name in stores}


def test_the_product_never_imports_its_harness() -> None:
    """Tests, tools and benchmarks import the product, never the reverse."""
    bad = [
        f"{path}:{line} imports {name}"
        for path in modules(*PACKAGES)
        for line, name in imported(path)
        if name.split(".")[0] in HARNESS
    ]
    assert bad == []


def test_no_import_hides_inside_a_function() -> None:
    """Imports stand at the top; only the command line loads a subcommand by its name."""
    bad = [
        f"{path}:{node.lineno}"
        for path in modules(*PACKAGES, *HARNESS)
        if not path.startswith("app/cli/")
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert bad == []


def test_no_import_only_for_the_type_checker() -> None:
    """No `TYPE_CHECKING` dodges a cycle."""
    bad = [
        path
        for path in modules(*PACKAGES, *HARNESS)
        for _, name in imported(path)
        if name == "typing.TYPE_CHECKING"
    ]
    assert bad == []


def test_no_any() -> None:
    """`Any` is nowhere: an open map is a `JsonValue`, and an untyped library's value is cast where it enters."""
    bad = [
        f"{path}:{node.lineno}"
        for path in modules(*PACKAGES, *HARNESS)
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Name) and node.id == "Any")
        or (isinstance(node, ast.Attribute) and node.attr == "Any" and ast.unparse(node) == "typing.Any")
    ]
    assert bad == []


def test_the_verifier_needs_nothing_of_ours() -> None:
    """`ledger/verifier` runs from its own folder with the standard library and cryptography alone."""
    paths = [path for path in modules("ledger") if path.startswith("ledger/verifier/")]
    if not paths:
        pytest.skip("the verifier is not there yet")
    allowed = sys.stdlib_module_names | VERIFIER_MAY_IMPORT
    bad = [
        f"{path}:{line} imports {name}"
        for path in paths
        for line, name in imported(path)
        if name.split(".")[0] not in allowed and not name.startswith("ledger.verifier")
    ]
    assert bad == []


def test_no_relative_imports() -> None:
    """Every import is absolute, so that a search for a module finds who uses it."""
    bad = [
        f"{path}:{node.lineno}"
        for path in modules(*PACKAGES, *HARNESS)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert bad == []


def test_every_test_folder_mirrors_a_package() -> None:
    """`tests/<package>/` is where a package's tests are looked for."""
    others = {
        "architecture",
        "contracts",
        "data",
        "e2e",
        "fakes",
        "faults",
        "parity",
        "sdk_clients",
        "triton",
    }
    folders = {path.split("/")[1] for path in tracked() if path.startswith("tests/") and path.count("/") > 1}
    assert folders - {*PACKAGES, *HARNESS, *others} == set()


def test_module_names_are_read_as_python_does() -> None:
    """The tests above compare dotted names: a package marker is its folder."""
    assert module_name("ledger/verifier/__init__.py") == "ledger.verifier"
    assert module_name("core/ids.py") == "core.ids"


ROUTER = (
    "import api.rest.app; api.rest.app.Router(route_handlers=[], openapi_config=None, logging_config=None)"
)


@pytest.mark.parametrize(
    ("made", "never"),
    [("import app.supervisor", ("cryptography", "sqlalchemy")), (ROUTER, ("pydantic", "attrs"))],
)
def test_what_a_process_holds_in_memory(made: str, never: tuple[str, ...]) -> None:
    """Libraries that come along unasked are megabytes in each process: the supervisor checks no signatures, the router knows no types but msgspec's."""
    told = f"{made}; import sys; print(*sys.modules.keys() & {set(never)})"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
