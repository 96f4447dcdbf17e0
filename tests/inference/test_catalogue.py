"""The catalogue is data that the code agrees with, and its reasons read as sentences."""

import re
from collections import Counter
from collections.abc import Iterator

import msgspec
import numpy as np
import pytest

from inference import artefacts, catalogue, starters
from inference.catalogue import FindingText, UseCaseUnknown, points_of
from inference.class_reasons import _WORDS
from inference.feature_catalogue import FEATURES
from inference.features.events import names_of
from inference.features.sets import FEATURE_SETS
from inference.manifest import Manifest
from inference.reasons import Wording, written
from inference.written import PHRASES
from rules import shipped
from rules.checks.results import NOTES
from rules.document import TableContent, read
from rules.entities import RulesetVersion
from tests.inference.versions import small_rows, small_version

_NAMES = {"API", "L", "POS", "UPI", "UTC"}


def test_the_use_cases_are_there() -> None:
    """Each with its feature set described feature by feature, in order."""
    assert set(catalogue.names()) >= {"transaction-anomaly", "credit-score", "churn-score", "payment-delay"}
    for name in catalogue.names():
        use_case = catalogue.get(name)
        assert tuple(feature.name for feature in use_case.features) == names_of(use_case.feature_set)
    with pytest.raises(UseCaseUnknown, match="no use case `churn`"):
        catalogue.get("churn")


def test_every_text_is_a_fact_without_a_full_stop() -> None:
    """Texts begin with a capital or the value, hold no other placeholder, and leave the end to the reason."""
    for name in catalogue.names():
        for feature in catalogue.get(name).features:
            for text in filter(None, (feature.text, feature.no, feature.missing)):
                assert text[0].isupper() or text.startswith("{value}")
                assert not text.endswith(".")
                assert set(re.findall(r"{[^}]*}", text)) <= {"{value}"}
            if feature.unit == "label":
                assert feature.labels
            if feature.unit == "flag":
                assert feature.no


def test_hindi_says_all_that_english_says() -> None:
    """Every text has a translation in the same places, with the same placeholders and as many labels."""
    for name in catalogue.names():
        use_case = catalogue.get(name)
        hindi = use_case.translations["hi"]
        assert set(hindi.features) <= {
            name for each in use_case.features for name in (each.name, each.name[:-3])
        }
        assert set(hindi.findings) == {finding.code for finding in use_case.findings}
        for feature in use_case.features:
            told = catalogue.word_of(hindi, feature.name)
            assert len(told.labels) == len(feature.labels)
            for text, other in (
                (feature.text, told.text),
                (feature.no, told.no),
                (feature.missing, told.missing),
            ):
                assert _places(text) == _places(other), (name, feature.name)
                assert bool(text) == bool(other), (name, feature.name)
                assert not other.endswith(("।", "."))
                assert _is_hindi(other), (name, other)
        for finding in use_case.findings:
            other = hindi.findings[finding.code].text
            assert _places(finding.text) == _places(other), finding.code
            assert _is_hindi(other), (name, other)
        assert all(map(_is_hindi, (hindi.title, hindi.raises, hindi.lowers)))


def test_notes_of_the_defaults_are_said_in_hindi() -> None:
    """Every text that a default's decision tables write as a note has its translation, and none is left over."""
    for name in catalogue.names():
        hindi = catalogue.get(name).translations["hi"].notes
        assert set(hindi) == set(_notes_of(shipped.version(name))), name
        for english, other in hindi.items():
            assert _is_hindi(other), (name, other)
            assert (english[-1], other[-1]) == (".", "।")
            assert re.findall(r"[\d.]*\d", english) == re.findall(r"[\d.]*\d", other)


def _notes_of(version: RulesetVersion) -> Iterator[str]:
    for node in read(version.graph).nodes.values():
        if isinstance(node.content, TableContent):
            written = [column.id for column in node.content.outputs if column.field == NOTES]
            cells = [row.get(place) or "" for row in node.content.rules for place in written]
            yield from (cell.strip("'") for cell in cells if cell)


def test_small_words_are_said_in_both_languages() -> None:
    """What sentences are put together of has the same placeholders, once each, and no full stop of its own."""
    english, hindi = (msgspec.structs.asdict(PHRASES[language]) for language in ("en", "hi"))
    pairs = [(english[name], hindi[name]) for name in english if name not in {"spans", "end"}]
    pairs += list(zip(_WORDS["en"].values(), _WORDS["hi"].values(), strict=True))
    pairs += [(each.texts["en"], each.texts["hi"]) for each in FEATURES.values() if "hi" in each.texts]
    assert len(pairs) > 12
    for text, other in pairs:
        assert _places(text) == _places(other), text
        assert _is_hindi(other), other
        assert not other.endswith(("।", "."))


def _places(text: str) -> Counter[str]:
    return Counter(re.findall(r"{[^}]*}", text))


def _is_hindi(text: str) -> bool:
    """Say whether it is of the script, and of no other word than names that people write in Latin letters in Hindi too."""
    latin = re.findall(r"[A-Za-z]+", re.sub(r"{[^}]*}", "", text))
    return not text or (re.search(r"[\u0900-\u097f]", text) is not None and set(latin) <= _NAMES)


def test_points_fall_as_risk_rises() -> None:
    """300 to 900; 650 at 20 good to 1 bad; halving the odds of default adds 50."""
    margin = -np.log(20)
    assert points_of(margin) == 650
    assert points_of(margin - np.log(2)) == 700
    assert points_of(50.0) == 300
    assert points_of(-50.0) == 900
    found = [points_of(m) for m in np.linspace(-8, 8, 100)]
    assert found == sorted(found, reverse=True)


def test_labels_cover_every_code() -> None:
    """The codes of method, channel, category and weekday each have a word."""
    from_names = {feature.name: feature for feature in catalogue.get("transaction-anomaly").features}
    for name, count in (("method", 9), ("channel", 6), ("category", 17), ("weekday", 7)):
        assert len(from_names[name].labels) == count


def test_values_are_written_as_people_write_them() -> None:
    """Money by its currency, durations by size, three figures where they matter."""
    features = {feature.name: feature for feature in catalogue.get("transaction-anomaly").features}
    assert written(features["amount_minor"], 1_234_550.0, "INR") == "12,345.50 INR"
    assert written(features["amount_minor"], 500.0, "JPY") == "500 JPY"
    assert written(features["amount_minor"], 500.0) == "5.00"
    assert written(features["hour"], 23.999) == "00:00"
    assert written(features["hour"], 9.5) == "09:30"
    assert written(features["minutes_since_last"], 0.5) == "less than a minute"
    assert written(features["minutes_since_last"], 90.0) == "1.5 hours"
    assert written(features["days_known"], 1.0) == "1 day"
    assert written(features["amount_ratio"], 3.14159) == "3.14 times"
    assert written(features["amount_ratio"], 12_345.6) == "12,346 times"
    assert written(features["amount_share_of_income"], 0.5) == "50 %"
    assert written(features["method"], 1.0) == "card"
    assert written(features["method"], 99.0) == "code 99"


def test_reasons_are_the_strongest_and_say_the_value() -> None:
    """Ordered by size, signed by direction, worded from the value; missing values say so; ties keep the order."""
    use_case = catalogue.get("transaction-anomaly")
    version = artefacts.load(small_version().files)
    facts = Wording(use_case, _manifest_of_facts(version))
    row = np.full(len(use_case.features), np.nan, np.float32)
    parts = np.zeros(len(use_case.features))
    names = use_case.features_of.names
    row[names.index("amount_ratio")] = 8.0
    row[names.index("merchant_seen")] = 0.0
    parts[names.index("amount_ratio")] = 1.5
    parts[names.index("merchant_seen")] = -0.5
    parts[names.index("device_seen")] = 0.5
    reasons = facts.reasons(row, parts, currency="INR")
    assert [(reason.feature, reason.direction, reason.value) for reason in reasons] == [
        ("amount_ratio", "up", 8.0), ("merchant_seen", "down", 0.0), ("device_seen", "up", None),
    ]  # fmt: skip
    assert reasons[0].text == "The amount is 8 times the customer's usual payment, which raises the risk."
    assert (
        reasons[1].text
        == "The customer did not pay this merchant in the last 90 days, which lowers the risk."
    )
    assert reasons[2].code == "device_seen.missing"
    assert [r.feature for r in facts.reasons(row, parts, adverse_only=True)] == [
        "amount_ratio",
        "device_seen",
    ]


def test_what_a_credit_is_refused_for_comes_first() -> None:
    """Adverse-action reasons are the factors that cost points, the dearest first, however strong the others were."""
    use_case = catalogue.get("credit-score")
    version = artefacts.load(starters.files("credit-score"))
    parts = np.zeros(len(use_case.features))
    parts[:6] = [-3.0, 0.2, -0.5, 0.9, 1e-12, 0.1]
    row = np.ones(len(use_case.features), np.float32)
    reasons = Wording(use_case, version.manifest).reasons(row, parts)
    names = [feature.name for feature in use_case.features]
    assert [reason.feature for reason in reasons] == [names[3], names[1], names[5], names[0]]
    assert [reason.direction for reason in reasons] == ["up", "up", "up", "down"]


def test_a_tenants_own_columns_speak_plainly() -> None:
    """Categories by their names, booleans by yes and no, in the direction of the use case."""
    version = artefacts.load(small_version().files)
    wording = Wording(catalogue.get("credit-score"), version.manifest)
    row = np.array([1_500.0, 1.0, 2.0, 2.0, np.nan], np.float32)
    texts = [reason.text for reason in wording.reasons(row, np.array([0.5, -0.4, 0.3, 0.2, 0.1]), limit=5)]
    assert texts == [
        "`income` is 1,500, which raises the risk of default.",
        "`grade` is C, which raises the risk of default.",
        "`region` is another value, which raises the risk of default.",
        "`debt ratio (%)` is missing, which raises the risk of default.",
        "`owner` is yes, which lowers the risk of default.",
    ]
    assert wording.reasons(small_rows()[0], version.explain(small_rows()[:1])[0])


def _manifest_of_facts(version: artefacts.LoadedVersion) -> Manifest:
    names = FEATURE_SETS["payment/1"].names
    return msgspec.structs.replace(
        version.manifest, inputs="facts", feature_set="payment/1", features=names, columns=()
    )


SCHOLARLY = re.compile(r"logarithm|deviation|\bln\b|\blog\b|z.?score|quantile|लघुगणक|विचलन", re.IGNORECASE)


def test_people_are_told_amounts_shares_and_times() -> None:
    """No text in either language takes a statistician to read it, and no value that is a logarithm is written as one."""
    for name in catalogue.names():
        use_case = catalogue.get(name)
        hindi = use_case.translations["hi"]
        told = [text for each in use_case.features for text in (each.text, each.no, each.missing)]
        told += [text for each in hindi.features.values() for text in (each.text, each.no, each.missing)]
        told += [each.text for each in use_case.findings] + [each.text for each in hindi.findings.values()]
        assert not [text for text in told if SCHOLARLY.search(text)]
        for feature in use_case.features:
            if re.search(r"\bln\b|[Ss]tandard deviation", feature.description) and "{value}" in feature.text:
                assert feature.unit in {"log_money", "log_times", "log_hours", "rank", "days", "times"}, (
                    feature.name
                )


@pytest.mark.parametrize(
    ("unit", "value", "english", "hindi"),
    [
        ("log_money", np.log1p(1_234_550), "12,345.50 INR", "12,345.50 INR"),
        ("log_times", np.log(1.5), "1.5 times", "1.5 गुना"),
        ("log_hours", np.log1p(4.0), "4 hours", "4 घंटे"),
        ("log_hours", np.log1p(48.0), "2 days", "2 दिन"),
        ("rank", 2.0, "97.7 %", "97.7 %"),
        ("rank", 60.0, "99.9 %", "99.9 %"),
        ("rank", -1.0, "15.9 %", "15.9 %"),
    ],
)  # fmt: skip
def test_logarithms_are_written_as_what_they_are_of(
    unit: str, value: float, english: str, hindi: str
) -> None:
    told = FindingText(code="c", text="{value}", unit=unit)  # type: ignore[arg-type]
    assert written(told, float(value), "INR") == english
    assert written(told, float(value), "INR", language="hi") == hindi
