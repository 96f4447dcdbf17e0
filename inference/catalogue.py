"""The use cases: what can be asked, what the answer means, and how its reasons read. Data in `use_cases/*.toml`.

`docs/decisions/0020-use-cases-are-data.md` says how one is put together.
"""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Literal, TypeAlias, TypeVar, get_args

import msgspec

from core.errors import ErrorKind, FieldError, InvalidRequest, PlatformError, shown
from inference.answering.kinds import AnswerKind
from inference.answering.registry import ANSWERS
from inference.answering.scores import POINTS_MAX, POINTS_MIN, CreditAnswer, ProbabilityAnswer, points_of
from inference.event_kinds import EVENTS, EventKind
from inference.features import events
from inference.features.sets import FEATURE_SETS, FeatureSet
from inference.manifest import Actionable
from payments.history_facts import CustomerHistory

__all__ = [
    "CATALOGUE", "POINTS_MAX", "POINTS_MIN", "Answer", "CreditAnswer", "Feature", "FindingText", "Head", "Language",
    "ProbabilityAnswer", "Translation", "Unit", "UseCase", "UseCaseMismatch", "UseCaseUnknown", "Words", "get", "names",
    "points_of", "word_of",
]  # fmt: skip
Unit = Literal[
    "money", "count", "number", "times", "percent", "hour", "minutes", "hours", "days", "km", "kmh", "flag", "label",
    "log_money", "log_times", "log_hours", "rank",
]  # fmt: skip
"""What a value is, and so how it is written. log_money, log_hours: ln(1 + minor units) and ln(1 + hours); log_times: ln of a ratio;
rank: standard deviations from what is usual, written as the share of its likes that lie below."""
Language = Literal["en", "hi"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
_File = TypeVar("_File", bound=msgspec.Struct)


class UseCaseUnknown(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "use_case_unknown"
    fix = "List the catalogue to see which use cases there are."


class UseCaseMismatch(PlatformError):
    """A version or an event that belongs to another use case than the one it was named for."""

    kind = ErrorKind.INVALID
    code = "use_case_mismatch"
    fix = "Name the use case that the version was trained for."


class Feature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One feature and what is said of it in a reason.

    window: how far back it looks; empty when it is about the event alone.
    text: what to say, with `{value}`; of a flag, what to say when it is 1. no: of a flag, when it is 0.
    missing: what to say when there is no value. labels: names of the codes of a label.
    actionable: which way a person can be asked to change it, for counterfactuals; nothing of who they are ever is.
    repeat: how many columns it stands for, as hashed words do: `h` becomes h000, h001 and so on.
    """

    name: str
    title: str
    unit: Unit
    description: str
    text: str
    window: str = ""
    no: str = ""
    missing: str = ""
    labels: tuple[str, ...] = ()
    actionable: Actionable = "no"
    repeat: int = 1


class Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One more output of the use case's models, beside the margin that is explained. width: its values a row."""

    name: str
    description: str
    width: int = 1


class FindingText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a finding says: `{value}` is its number, written by `unit`; other placeholders are the finding's own."""

    code: str
    text: str
    unit: Unit = "number"


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A feature's or a finding's texts in another language; see `Feature`."""

    text: str
    no: str = ""
    missing: str = ""
    labels: tuple[str, ...] = ()


class Translation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A use case in another language: `use_cases/<language>/<name>.toml`. Features and findings by name.

    notes: of the rulesets that ship with the service, by what they say in English.
    """

    title: str
    raises: str
    lowers: str
    features: dict[str, Words]
    findings: dict[str, Words] = {}
    notes: dict[str, str] = {}
    labels: dict[str, str] = {}


Answer: TypeAlias = msgspec.Struct
"""Of the type that the use case's kind of answer declares."""


class UseCase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A named question. event: what the probability is of. raises, lowers: how a reason ends.

    input: what it is about: one payment (with its customer's state), one customer, or an event of `event_kinds`.
    answer: the kind of answer, of `inference.answering`. heads: what models give beside the explained margin.
    fallback: the outcome while no model is to be had, unless the tenant's ruleset names another.
    passing: outcomes, beside `approve`, by which the event was not expected: they flag nobody.
    adverse_first: reasons begin with what raised the score, as an adverse-action notice must tell it.
    labels: what the starter can name, in its order, with titles; empty where it names nothing.
    translations: by language; read from files of their own.
    """

    name: str
    title: str
    question: str
    meaning: str
    event: str
    input: str
    feature_set: str
    answer: str
    fallback: str
    raises: str
    lowers: str
    passing: tuple[str, ...] = ()
    adverse_first: bool = False
    features: tuple[Feature, ...]
    heads: tuple[Head, ...] = ()
    findings: tuple[FindingText, ...] = ()
    labels: dict[str, str] = {}
    translations: Mapping[str, Translation] = {}

    @property
    def features_of(self) -> FeatureSet:
        """What computes the features of versions that take facts."""
        return FEATURE_SETS[self.feature_set]

    @property
    def about(self) -> EventKind | None:
        """The kind of event that it is about; None for a payment or a customer."""
        return EVENTS.get(self.input)

    @property
    def compares(self) -> bool:
        """Say whether its answers compare a payment with those of others."""
        return self.answer == "transaction-anomaly"

    def check_event(self, event: msgspec.Struct, now: datetime) -> None:
        """Refuse facts that this cannot be asked about. Raises: InvalidRequest."""
        if self.about is None:
            raise TypeError(f"{self.name} is about no event")
        self.about.check(event, now)
        if isinstance(event, CustomerHistory) and event.spending and self.answer != "spend-forecast":
            reason = FieldError("history.spending", "It is read from payments.", "Send `transactions`.")
            raise InvalidRequest(f"{self.title} cannot be told from months.", fields=[reason])

    @property
    def kind(self) -> AnswerKind:
        return ANSWERS[self.answer]

    @property
    def answer_type(self) -> type[msgspec.Struct]:
        return ANSWERS[self.answer].fields


def get(name: str) -> UseCase:
    """Raises: UseCaseUnknown."""
    found = CATALOGUE.get(name)
    if found is None:
        raise UseCaseUnknown(f"There is no use case `{shown(name)}`; there are {', '.join(CATALOGUE)}.")
    return found


def names() -> tuple[str, ...]:
    return tuple(CATALOGUE)


def _read() -> dict[str, UseCase]:
    """Read every use case; a feature set and its descriptions that disagree stop the start."""
    folder = resources.files("inference") / "use_cases"
    found = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        use_case = _expanded(_convert(file, UseCase))
        described = tuple(feature.name for feature in use_case.features)
        if described != events.names_of(use_case.feature_set) or file.name != f"{use_case.name}.toml":
            raise ValueError(f"{file.name} does not describe exactly the features of {use_case.feature_set}")
        if use_case.input not in {"transaction", "customer", *EVENTS} or use_case.answer not in ANSWERS:
            raise ValueError(f"{file.name} names an input or a kind of answer that there is not")
        translations = {
            language: _convert(folder / language / file.name, Translation)
            for language in LANGUAGES
            if language != "en"
        }
        found[use_case.name] = msgspec.structs.replace(use_case, translations=translations)
    return found


def _expanded(use_case: UseCase) -> UseCase:
    """Write out features that stand for several columns."""
    features = tuple(
        msgspec.structs.replace(feature, name=f"{feature.name}{number:03d}", repeat=1)
        if feature.repeat > 1
        else feature
        for feature in use_case.features
        for number in range(feature.repeat)
    )
    return msgspec.structs.replace(use_case, features=features)


def word_of(translation: Translation, feature: str) -> Words:
    """Return the words of a feature; columns that one feature stands for share them."""
    return translation.features.get(feature) or translation.features[feature.rstrip("0123456789")]


def _convert(file: Traversable, kind: type[_File]) -> _File:
    return msgspec.convert(tomllib.loads(file.read_text("utf-8")), kind)


CATALOGUE = _read()
