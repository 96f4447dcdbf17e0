"""What may be done only in certain places: settings, SQL, transactions, catching everything."""

import ast
import re

from tests.architecture.source import PACKAGES, functions, modules, tree_of

ENVIRONMENT_READERS = {"app/settings.py"}
CATCH_ALL = {
    "api/rest/edge.py": "the REST face answers for everything",
    "api/rpc/runner.py": "the gRPC face answers for everything",
    "app/background.py": "the worker loop outlives one bad job",
    "core/job_loop.py": "the loop of the jobs: what an error says must not come to rest in the queue's own log",
    "core/ticks.py": "the loop of a tick: one bad request must not fail its neighbours",
    "resolution/workflows/expressions.py": "the engine raises bare Exception, and its panics derive from BaseException",
    "resolution/workflows/runner.py": "the loop of turns: the lease runs out, and the turn is carried out again",
    "inference/declared/expressions.py": "the engine raises bare Exception, and a feature that fails is missing",
    "rules/evaluation.py": "the engine raises bare Exception, and a ruleset that fails decides by its fallback",
}
COMMITTERS = {"core/database.py", "core/group_commit.py"}
SQL = re.compile(
    r"^\s*(?:select\s.+\sfrom\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+(?:recursive\s+)?\w+\s*(?:\([^)]*\)\s*)?as\s*(?:materialized\s*)?\(|"
    r"truncate\s+\w|create\s+(?:unique\s+)?(?:table|index|role|policy|extension)\s|alter\s+(?:table|role)\s|"
    r"(?:un)?listen\s+\w+$|notify\s+\w|set\s+local\s)",
    re.IGNORECASE | re.DOTALL,
)


def is_store(path: str) -> bool:
    """`app/databases.py` prepares the database before there are any stores."""
    return path.startswith(("core/", "migrations/", "app/databases.py")) or path.endswith(
        ("/store.py", "_store.py")
    )


def texts(path: str) -> list[tuple[int, str]]:
    """String constants and the constant parts of f-strings."""
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def test_sql_is_recognised() -> None:
    """The rule below would catch SQL as it is written, and not prose."""
    assert all(
        map(
            SQL.match,
            [
                "\n  SELECT a, b FROM t WHERE x = $1",
                "insert into t(a) values ($1)",
                "WITH due AS MATERIALIZED (SELECT 1)",
                "UPDATE t SET a = 1",
                "DELETE FROM t",
                "LISTEN rules_active",
            ],
        )
    )
    assert not any(
        map(SQL.match, ["Select a ruleset.", "Update the named fields.", "With every answer", "Listen to it"])
    )


def test_sql_lives_in_stores() -> None:
    """SQL text is in `store.py`, `*_store.py`, core or the migrations: nowhere else."""
    bad = [
        f"{path}:{line} {text.strip()[:40]!r}"
        for path in modules(*PACKAGES)
        if not is_store(path)
        for line, text in texts(path)
        if SQL.match(text)
    ]
    assert bad == []


def test_the_environment_is_read_once() -> None:
    """`os.environ` and `os.getenv` appear in the settings alone."""
    bad = [
        f"{path}:{node.lineno}"
        for path in modules(*PACKAGES)
        if path not in ENVIRONMENT_READERS
        for node in ast.walk(tree_of(path))
        if (
            isinstance(node, ast.Attribute)
            and ast.unparse(node) in {"os.environ", "os.getenv", "os.environb"}
        )
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "os"
            and {alias.name for alias in node.names} & {"environ", "getenv"}
        )
    ]
    assert bad == []


def test_only_the_database_commits() -> None:
    """Nobody calls `commit()` or `rollback()` by hand: a transaction ends where it was opened."""
    bad = [
        f"{path}:{node.lineno}"
        for path in modules(*PACKAGES)
        if path not in COMMITTERS and not path.startswith("migrations/")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback"}
        and not node.args
        and not node.keywords
    ]
    assert bad == []


def test_who_takes_a_transaction_does_not_open_one() -> None:
    """A function with a parameter `tx` joins its caller's transaction."""
    bad = [
        f"{path}:{function.lineno} {function.name}"
        for path in modules(*PACKAGES)
        for function in functions(path)
        if "tx" in {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "transaction"
    ]
    assert bad == []


def catches_everything(handler: ast.ExceptHandler) -> bool:
    caught = handler.type
    kinds = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(
        kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"})
        for kind in kinds
    )


def hands_on(handler: ast.ExceptHandler) -> bool:
    """Cleaning up and raising again is not catching."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_errors_are_caught_by_who_can_answer() -> None:
    """`except Exception` lives in the two faces and the worker loop."""
    bad = [
        f"{path}:{node.lineno}"
        for path in modules(*PACKAGES)
        if path not in CATCH_ALL
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and catches_everything(node) and not hands_on(node)
    ]
    assert bad == []


def test_no_cancellation_is_lost() -> None:
    """`asyncio.wait_for` of Python 3.11 loses the one that meets what it waits for; `asyncio.timeout` does not."""
    bad = [
        f"{path}:{node.lineno}"
        for path in modules(*PACKAGES)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr == "wait_for"
    ]
    assert bad == []


def test_every_test_can_fail() -> None:
    """Each asserts something itself, expects an error, or calls what is named `assert_...`: what checks is seen where it is."""
    mute = [
        f"{path}:{function.lineno} {function.name}"
        for path in modules("tests")
        for function in functions(path)
        if function.name.startswith("test_") and not any(map(_judges, ast.walk(function)))
    ]
    assert mute == []


def _judges(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return isinstance(node, ast.Assert)
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return called in {"raises", "fail"} or called.startswith(("assert_", "expect"))
