"""The catalogue has every feature that a use case scores, said in full, and the page of it is what the data say."""

import numpy as np

from inference import catalogue
from inference.declared.expressions import FACTS
from inference.feature_catalogue import CUSTOMER_NAMES, FEATURES, PAYMENT_NAMES, name_of
from inference.features import known, profiles
from inference.features.customers import CREDIT_NAMES
from tests.inference.test_features import Pairs, pairs
from tools.feature_page import PAGE, page

__all__ = ["pairs"]


def test_every_feature_of_every_use_case_is_there() -> None:
    """With the use case among those that score it, and no entry that nothing computes."""
    for name in catalogue.names():
        use_case = catalogue.get(name)
        for feature in use_case.features:
            entry = FEATURES[name_of(use_case.feature_set, feature.name)]
            assert name in entry.use_cases
            assert (entry.unit, entry.window) == (feature.unit, feature.window)
    unused = [name for name, feature in FEATURES.items() if not feature.use_cases]
    assert set(unused) <= set(profiles.NAMES)


def test_each_is_said_in_full() -> None:
    """A title, a description, an owner, a text in both languages; a person's features have a window."""
    for feature in FEATURES.values():
        assert feature.title
        assert feature.owner
        assert feature.description.endswith(".")
        assert set(feature.texts) == {"en", "hi"}
        assert all(feature.texts.values())
        assert feature.window or feature.scope != "customer"


def test_scopes_are_what_can_be_computed() -> None:
    """Exactly the features of a customer and of a payment are computed by name, and can be read by expressions."""
    scoped = {name for name, feature in FEATURES.items() if feature.scope != "event"}
    assert scoped == {*CUSTOMER_NAMES, *PAYMENT_NAMES}
    assert {name for name in FACTS if name.startswith("features.")} == {f"features.{name}" for name in scoped}
    assert not any(name.endswith(("customer_id", "debtor_id", "partner_id", "ticket.text")) for name in FACTS)


def test_one_name_has_one_value(pairs: Pairs) -> None:
    """Where two feature sets have a name in common, a customer's and a payment's value agree; missing stays missing."""
    for payment, state in pairs[::97]:
        values = known.values_of((*CUSTOMER_NAMES, *PAYMENT_NAMES), state, None, payment)
        again = known.values_of(CREDIT_NAMES, state, None, None)
        assert {name: values[name] for name in CREDIT_NAMES} == again
        row = catalogue.get("transaction-anomaly").features_of
        scored = dict(zip(row.names, row.compute([state], [payment])[0].tolist(), strict=True))
        for name, value in scored.items():
            known_value = values[name]
            assert (known_value is None) == bool(np.isnan(value)), name
            assert known_value is None or np.isclose(known_value, value, rtol=1e-5), name


def test_the_page_is_current() -> None:
    """`python -m tools.feature_page` writes it."""
    assert PAGE.read_text("utf-8") == page()
