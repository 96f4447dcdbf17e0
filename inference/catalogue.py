"""The use cases: what can be asked, what the answer means, and how its reasons read. Data in `use_cases/*.toml`."""

import tomllib
from importlib import resources
from typing import Literal

import msgspec

from core.errors import ErrorKind, PlatformError, shown
from inference.features.sets import FEATURE_SETS, FeatureSet

Unit = Literal[
    "money", "count", "number", "times", "percent", "hour", "minutes", "days", "km", "kmh", "flag", "label"
]
POINTS_MIN, POINTS_MAX = 300, 900


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


class ProbabilityAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """probability: that the event of the use case happens, calibrated, 0 to 1."""

    probability: float


class CreditAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """probability: of default, calibrated, 0 to 1. points: 300 (riskiest) to 900; 50 points halve the odds of default."""

    probability: float
    points: int


Answer = ProbabilityAnswer | CreditAnswer


class UseCase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A named question. event: what the probability is of. raises, lowers: how a reason ends.

    input: what a row is about: one payment (with its customer's state) or one customer.
    fallback: the outcome while no model is to be had, unless the tenant's ruleset names another.
    """

    name: str
    title: str
    question: str
    meaning: str
    event: str
    input: Literal["transaction", "customer"]
    feature_set: str
    answer: Literal["probability", "credit"]
    fallback: str
    raises: str
    lowers: str
    features: tuple[Feature, ...]

    @property
    def features_of(self) -> FeatureSet:
        """What computes the features of versions that take facts."""
        return FEATURE_SETS[self.feature_set]

    @property
    def answer_type(self) -> type[ProbabilityAnswer] | type[CreditAnswer]:
        return CreditAnswer if self.answer == "credit" else ProbabilityAnswer

    def answer_of(self, margin: float, probability: float) -> Answer:
        """The typed answer for one prediction."""
        if self.answer == "credit":
            return CreditAnswer(probability=probability, points=points_of(margin))
        return ProbabilityAnswer(probability=probability)


# Points to double the odds, and an anchor: the scaling that scorecards use (Siddiqi, Credit Risk Scorecards, 2006, ch. 6).
_POINTS_PER_DOUBLING = 50.0
_ANCHOR_POINTS, _ANCHOR_LOG_ODDS = 650.0, 2.995732273553991  # 20 good to 1 bad
_LN2 = 0.6931471805599453


def points_of(margin: float) -> int:
    """Points for the log odds of default: 650 at 1 bad to 20 good, 50 more each time the odds halve, within 300-900."""
    points = _ANCHOR_POINTS + (-margin - _ANCHOR_LOG_ODDS) * _POINTS_PER_DOUBLING / _LN2
    return round(min(max(points, POINTS_MIN), POINTS_MAX))


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
        use_case = msgspec.convert(tomllib.loads(file.read_text("utf-8")), UseCase)
        described = tuple(feature.name for feature in use_case.features)
        if described != FEATURE_SETS[use_case.feature_set].names or file.name != f"{use_case.name}.toml":
            raise ValueError(f"{file.name} does not describe exactly the features of {use_case.feature_set}")
        found[use_case.name] = use_case
    return found


CATALOGUE = _read()
