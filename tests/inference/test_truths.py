"""Names of classes as they are compared: however they are spelled, and in any script."""

import pytest

from inference.answering.truths import LABEL_CHARS_MAX, slug


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Credit card", "credit_card"),
        ("Credit card", "CREDIT-CARD"),
        ("  Bank account, or service ", "bank-account-or-service"),
        ("बिजली बिल", "बिजली-बिल"),
        ("Crédit", "cre\u0301dit"),
    ],
)
def test_spellings_of_one_class(name: str, same: str) -> None:
    """A truth may name a class as its decision did, or as a slug."""
    assert slug(name) == slug(same)


@pytest.mark.parametrize(
    ("name", "other"), [("बिजली बिल", "किराया"), ("किराया", "करया"), ("!!!", "???"), ("a", "b")]
)
def test_other_classes_are_told_apart(name: str, other: str) -> None:
    """Also those without a Latin letter, and those that differ in a vowel sign alone."""
    assert slug(name) != slug(other)


def test_a_slug_is_bounded_and_stays_itself() -> None:
    assert len(slug("x" * 300)) == LABEL_CHARS_MAX
    assert slug(slug("Bank account, or service")) == "bank-account-or-service"
