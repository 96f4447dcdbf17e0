"""Files: their names, sizes and places."""

import ast
from pathlib import PurePosixPath

from tests.architecture.source import (
    HARNESS,
    OTHER_FOLDERS,
    PACKAGES,
    ROOT,
    functions,
    modules,
    strings,
    table,
    text_of,
    tracked,
    tree_of,
)

MODULE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
BANNED_NAMES = {
    "models",
    "repository",
    "repositories",
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "manager",
}


def test_every_module_parses() -> None:
    """Each module is Python 3.11: the other tests here read the syntax tree of what parses."""
    broken = [
        path for path in modules(*PACKAGES, *HARNESS) if text_of(path).strip() and not tree_of(path).body
    ]
    assert broken == []


def test_no_file_hides_behind_a_word_that_says_nothing() -> None:
    """Nothing of ours is called models, repository, utils, helpers, common or manager."""
    bad = [
        path
        for path in modules(*PACKAGES, *HARNESS)
        if BANNED_NAMES & {part.removesuffix(".py") for part in PurePosixPath(path).parts}
    ]
    assert bad == []


def test_a_module_fits_in_one_head() -> None:
    """No module is longer than 400 lines."""
    long = {path: len(text_of(path).splitlines()) for path in modules(*PACKAGES, *HARNESS)}
    assert {path: lines for path, lines in long.items() if lines > MODULE_LINES_MAX} == {}


def test_a_function_fits_on_one_screen() -> None:
    """No function is longer than 60 lines, decorators and docstring included."""
    long = {
        f"{path}:{function.lineno} {function.name}": lines
        for path in modules(*PACKAGES, *HARNESS)
        for function in functions(path)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES_MAX
    }
    assert long == {}


def test_no_stray_top_level_folder() -> None:
    """Each top-level folder is one of the design's; a new one is a decision, not an accident."""
    tops = {path.split("/")[0] for path in tracked() if "/" in path}
    assert tops - {*PACKAGES, *HARNESS, *OTHER_FOLDERS} == set()


def test_no_stray_top_level_module() -> None:
    """No Python file lies beside the packages."""
    assert [path for path in tracked() if "/" not in path and path.endswith(".py")] == []


def test_every_package_stands_behind_the_import_contracts() -> None:
    """A package that import-linter does not know would be free to import anything."""
    present = {path.split("/")[0] for path in modules(*PACKAGES)}
    known = set(strings(table("tool", "importlinter")["root_packages"]))
    assert present - known == set()


def test_every_package_is_in_the_wheel() -> None:
    """What is imported is also shipped."""
    present = {path.split("/")[0] for path in modules(*PACKAGES)}
    shipped = set(strings(table("tool", "hatch", "build", "targets", "wheel")["packages"]))
    assert present == shipped


def test_every_folder_of_modules_is_a_package() -> None:
    """Each folder with modules has its `__init__.py`: without it, import-linter and mypy see nothing."""
    folders = {
        PurePosixPath(path).parent.as_posix()
        for path in modules(*PACKAGES, "tests")
        if not path.startswith("migrations/versions/")
    }
    assert [folder for folder in folders if not (ROOT / folder / "__init__.py").is_file()] == []


def test_package_markers_hold_no_code() -> None:
    """An `__init__.py` is empty or a docstring: importing a package starts nothing."""
    bad = [
        path
        for path in modules(*PACKAGES)
        if path.endswith("/__init__.py")
        and not all(
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in tree_of(path).body
        )
    ]
    assert bad == []
