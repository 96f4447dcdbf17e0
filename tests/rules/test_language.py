"""The language of rules: what it allows, what it infers, and that it reads expressions as the engine does."""

from collections.abc import Mapping

import pytest
import zen
from hypothesis import given
from hypothesis import strategies as st

from rules.language.kinds import Kind, Known
from rules.language.meaning import FUNCTIONS, meaning
from rules.language.syntax import cell, expression
from rules.language.tokens import NotInLanguage
from rules.limits import DEPTH_MAX, ITEMS_MAX

SCOPE: Mapping[str, Known] = {
    "n": Known(Kind.NUMBER),
    "m": Known(Kind.NUMBER, missing=True),
    "t": Known(Kind.TEXT),
    "f": Known(Kind.FLAG),
    "codes": Known(Kind.TEXTS),
    "transaction.amount_minor": Known(Kind.NUMBER),
    "$": Known(Kind.NUMBER, missing=True),
}

REFUSED = {
    "rand(10)": "same facts",
    "d()": "clock",
    "d('2026-01-01')": "clock",
    "date('now')": "clock",
    "time('10:00')": "clock",
    "map([1, 2], # * 2)": "bound",
    "filter(codes, # == 'a')": "bound",
    "some(codes, true)": "bound",
    "matches(t, '(a+)+$')": "not allowed",
    "extract(t, 'a')": "not allowed",
    "`hello ${t}`": "Template",
    "{a: 1}": "Objects",
    "x = 1; x": "ssignment",
    "2 ^ 1000": "Powers",
    "n && f": "and",
    "$nodes.secret": "not a fact",
    "$root": "not a fact",
    "$": None,
    "customer.name": "not a fact",
    "n.toString()": "method",
    "codes[0]": "item",
    "t > 5": "number",
    "t == 5": "never holds",
    "n in ['a']": "never there",
    "not n": "boolean",
    "n + t": "number",
    "t + n": "text",
    "f ? 1 : 'a'": "same kind",
    "[1, 'a']": "mixes",
    "m + 1": "may be missing",
    "m > 5": "may be missing",
    "n / m": "may be missing",
    "(n / n) + 1": "may be missing",
    "f and m > 1": "may be missing",
    "m != null or m > 5": "may be missing",
    "max([])": "nothing",
    "abs(1, 2)": "arguments",
    "contains(t)": "2 arguments",
    "n >": "ends",
    "(n": "ends",
    "n n": "operator",
    "'open": "closed",
    "": "ends",
    "é": "means nothing",
    "n == 5 //": "expected",
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.items())
def test_what_is_refused_says_why(text: str, reason: str | None) -> None:
    """Each construct without a bound, with a clock, with chance, or that would stop the engine, is refused by its name."""
    scope = {name: known for name, known in SCOPE.items() if name != "$"}
    with pytest.raises(NotInLanguage) as refused:
        meaning(expression(text), scope, condition=False)
    assert reason is None or reason in f"{refused.value.reason} {refused.value.fix}"
    assert refused.value.fix


ALLOWED = {
    "n + 1": Kind.NUMBER,
    "(m ?? 0) > 5": Kind.FLAG,
    "m != null and m > 5": Kind.FLAG,
    "m == null or m > 5": Kind.FLAG,
    "m == null ? 0 : m + 1": Kind.NUMBER,
    "not (m == null) and m in [1..5]": Kind.FLAG,
    "n / 2 + 1": Kind.NUMBER,
    "n / (m ?? 0)": Kind.NUMBER,
    "t == 'a' or t in ['b', \"it's\"]": Kind.FLAG,
    "'x' in codes": Kind.FLAG,
    "contains(codes, 'x')": Kind.FLAG,
    "startsWith(lower(t), 'ab')": Kind.FLAG,
    "max([n, 1, 2]) - min([n])": Kind.NUMBER,
    "round(n / 3 ?? 0, 2)": Kind.NUMBER,
    "f ? 'a' : f ? 'b' : null": Kind.TEXT,
    "transaction.amount_minor >= 1_000": Kind.FLAG,
    "len(t) > 3": Kind.FLAG,
    "n not in (1..5]": Kind.FLAG,
    "-n + +1": Kind.NUMBER,
    "string(n) + t": Kind.TEXT,
    "null": Kind.NOTHING,
}


@pytest.mark.parametrize(("text", "kind"), ALLOWED.items())
def test_what_is_allowed(text: str, kind: Kind) -> None:
    """What a rule needs is there, and its kind is known."""
    assert meaning(expression(text), SCOPE, condition=False).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "> 5",
        "5",
        "[1..5]",
        "1, 2, 3",
        "> 5 and < 9",
        "not in [1, 2]",
        "null",
        "!= null",
        "$ > 5 and n > 3",
        "n",
        "n * 2",
    ],
)
def test_cells(text: str) -> None:
    """A cell is a test of its column, in every form that the editor offers; a missing value only fails it."""
    assert meaning(cell(text), SCOPE, condition=True).kind is Kind.FLAG


@pytest.mark.parametrize(
    "text", ["'a'", "'a', 'b'", "> 'a'", "startsWith($, 'a')", "not(> 5)", "-", "5 6", "> 5,"]
)
def test_cells_that_make_no_sense(text: str) -> None:
    """Text in a column of numbers, and what the engine cannot read, is refused."""
    with pytest.raises(NotInLanguage):
        meaning(cell(text), SCOPE, condition=True)


def test_texts_are_followed_through_choices() -> None:
    """Which words an expression can give is known when it is made of words: outcomes must be."""
    assert meaning(expression("f ? 'a' : 'b' + 'c'"), SCOPE, condition=False).texts == frozenset({"a", "bc"})
    assert meaning(expression("f ? 'a' : t"), SCOPE, condition=False).texts is None


def test_depth_and_length_are_bounded() -> None:
    """A tower of brackets and a list without end are refused before the engine sees them."""
    expression("(" * (DEPTH_MAX - 1) + "1" + ")" * (DEPTH_MAX - 1))
    with pytest.raises(NotInLanguage, match="nested"):
        expression("(" * 500 + "1" + ")" * 500)
    with pytest.raises(NotInLanguage, match="nested"):
        expression("-" * 500 + "1")
    with pytest.raises(NotInLanguage, match=f"more than {ITEMS_MAX}"):
        expression(f"[{','.join('1' * (ITEMS_MAX + 1))}]")


def test_every_function_we_allow_is_the_engines() -> None:
    """The list of functions names no function that the engine does not have."""
    for function in FUNCTIONS:
        with pytest.raises(RuntimeError) as refused:
            zen.compile_expression(f"{function}()")
        assert "Invalid number of arguments" in str(refused.value)


numbers = st.sampled_from(["n", "m", "1", "2.5", "0"])
texts = st.sampled_from(["t", "'a'", "'b'"])


def binary(operators: list[str], side: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda left, op, right: f"{left} {op} {right}", side, st.sampled_from(operators), side)


arithmetic = st.recursive(
    numbers, lambda inner: binary(["+", "-", "*", "/", "%", "??"], inner) | inner.map("({})".format)
)
flags = st.recursive(
    binary(["<", ">", "<=", ">=", "==", "!="], arithmetic)
    | binary(["==", "!="], texts)
    | st.just("m != null"),
    lambda inner: (
        binary(["and", "or"], inner)
        | inner.map("not ({})".format)
        | st.builds("({} ? {} : {})".format, inner, inner, inner)
    ),
)
facts = st.fixed_dictionaries(
    {
        "n": st.integers(-1_000, 1_000) | st.floats(-1e6, 1e6),
        "m": st.none() | st.integers(-10, 10),
        "t": st.sampled_from(["a", "b", "c"]),
    }
)


@given(flags | arithmetic, facts)
def test_what_is_accepted_never_stops_the_engine(text: str, given_facts: dict[str, object]) -> None:
    """An expression that passes as a result can be evaluated for any facts, and gives the kind that was inferred."""
    try:
        known = meaning(expression(text), SCOPE, condition=False)
    except NotInLanguage:
        return
    value = zen.evaluate_expression(text, given_facts)
    kinds = {bool: Kind.FLAG, int: Kind.NUMBER, float: Kind.NUMBER, str: Kind.TEXT}
    assert (value is None and known.missing) or kinds[type(value)] is known.kind
