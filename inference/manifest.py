"""What a version says of itself: `manifest.json`, the one file that names and hashes all others."""

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from inference.number_forms import NumberForm
from inference.pasts.dates import DateColumn
from inference.pasts.history import HistoryPlan
from rules.limits import TEXT_MAX

COLUMNS_MAX = 500
CODES_MAX = 1_000
CLASSES_MAX = 500
ADDED_MAX = 64
"""Features that a version of facts scores beside its feature set."""

NAME_MAX = 128
ColumnName = Annotated[str, Meta(min_length=1, max_length=NAME_MAX)]
ClassName = Annotated[str, Meta(min_length=1, max_length=256)]
Meaning: TypeAlias = Literal["probability", "margin"]
Task: TypeAlias = Literal["probability", "number", "classes", "anomaly"]
"""What a version was made to tell. Each has a probability too; only a number and classes have more."""
Actionable: TypeAlias = Literal["up", "down", "both", "no"]
Sha256Hex = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


DatePart: TypeAlias = Literal["hour", "weekday", "day of the month", "month", "date"]


class DateOf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What of a date of the request a column is: a part of it, or the days from another date to it.

    form: how the training table wrote it (strptime), read beside ISO 8601. ahead: whether it may lie after the other.
    """

    of: ColumnName
    form: Annotated[str, Meta(max_length=32)] = ""
    part: DatePart | Literal[""] = ""
    against: Annotated[str, Meta(max_length=128)] = ""
    against_form: Annotated[str, Meta(max_length=32)] = ""
    ahead: bool = False


class Column(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One input of a tenant's own version. Absent and null mean missing, for every kind.

    codes: of a category, the number that each known value becomes, in natural order (emp_2 before emp_10).
    other: the code of a category that training saw too rarely to keep or not at all; without it, it is missing.
    actionable: which way a person can be asked to change it, for counterfactuals. minimum, maximum: how far.
    protected: it is about who the person is; no counterfactual ever names it.
    numbers: how texts of a number are written, where training read such; numbers themselves are taken too.
    date: of a number that the service makes of a date that is sent; of a date itself, how it is written.
    """

    name: ColumnName
    kind: Literal["number", "boolean", "category", "text", "date"]
    codes: Annotated[dict[str, int], Meta(max_length=CODES_MAX)] = {}
    other: int | None = None
    actionable: Actionable = "no"
    minimum: float | None = None
    maximum: float | None = None
    protected: bool = False
    numbers: NumberForm | None = None
    date: DateOf | None = None


class ConfidenceBin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was seen of rows that scored like this one, on data that the scoring model had not been fitted on.

    upto: the bin's upper edge in probability (the next bin starts above it).
    support, positives: rows in the bin, and those where the event happened.
    low, high: 90 % Jeffreys interval of the rate (Brown, Cai, DasGupta 2001).
    """

    upto: float
    support: int
    positives: int
    low: float
    high: float


class ConfidencePoint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was seen of the rows that scored nearest to `at`: support of them, and the 90 % Wilson interval of the rate (Wilson 1927),
    rising with `at` and never without it."""

    at: float
    support: int
    low: float
    high: float


class Calibration(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Platt scaling, already folded into graph and tables: margin = slope * raw + intercept, so parts still add up.

    curve: from 0 to 1, read straight between two points; empty in starters and earlier versions, whose bins tell.
    """

    slope: float
    intercept: float
    level: float
    bins: Annotated[tuple[ConfidenceBin, ...], Meta(min_length=1, max_length=100)]
    curve: Annotated[tuple[ConfidencePoint, ...], Meta(max_length=100)] = ()


class Provenance(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How to make it again."""

    command: str
    data_sha256: Sha256Hex
    row_count: int
    seed: int
    libraries: dict[str, str]


class Reading(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the graph of a model that was made elsewhere is read.

    output: the graph's output that counts. meaning: whether it is a probability or log odds. index: of the column that
    counts, where the output has several: 1 for the usual two columns of a classifier.
    """

    output: Annotated[str, Meta(min_length=1, max_length=256)]
    meaning: Meaning = "probability"
    index: Annotated[int, Meta(ge=0, lt=1_000)] = 0


class DeclaredInput(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One declared feature that a version of facts scores beside its feature set: which version of which declaration.

    name: of the feature; its column is `features.<name>`. id, number: of the declaration in the environment where the model
    was made. digest: SHA-256 of all that makes the value, by which any environment knows it. expression, reads: what it is computed by, and the
    facts that it reads. title: the description. texts: what a reason says, by language.
    """

    name: Annotated[str, Meta(min_length=1, max_length=64)]
    id: Annotated[str, Meta(min_length=1, max_length=64)]
    number: Annotated[int, Meta(ge=1)]
    digest: Sha256Hex
    expression: Annotated[str, Meta(min_length=1, max_length=TEXT_MAX)]
    reads: Annotated[tuple[Annotated[str, Meta(max_length=256)], ...], Meta(max_length=COLUMNS_MAX)]
    unit: Annotated[str, Meta(max_length=16)]
    title: Annotated[str, Meta(min_length=1, max_length=500)]
    texts: Annotated[
        dict[Literal["en", "hi"], Annotated[str, Meta(min_length=1, max_length=500)]], Meta(max_length=2)
    ] = {}


class Added(msgspec.Struct, frozen=True):
    """columns: `features.<name>`, in the order of the vector. declared: what fills those that the tenant declared."""

    columns: tuple[Column, ...]
    declared: tuple[DeclaredInput, ...]


class Regions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a version that tells segments by distance knows besides their names, which are its classes.

    dense: names of the regions of DBSCAN, in the order of the head `core_distances`. radius: within it of a core point, a
    customer is of that region. mean, deviation: of each feature, over the customers learned from.
    """

    dense: Annotated[tuple[ClassName, ...], Meta(min_length=1, max_length=CLASSES_MAX)]
    radius: float
    mean: Annotated[tuple[float, ...], Meta(max_length=COLUMNS_MAX)]
    deviation: Annotated[tuple[Annotated[float, Meta(gt=0)], ...], Meta(max_length=COLUMNS_MAX)]


class OwnPast(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How columns of a version are made of its row's dates, and of what was known before it of whom it is about.

    time: the column that says when a row happened; without it, when it is decided. sent: the columns that a request has,
    those of names and times as texts. plan: whose past, and what of it. label_delay_ms: after its row, when a label is known
    that is loaded without a time of its own. label_is_days: or whether it is the days until it was known itself.
    """

    time: ColumnName
    sent: Annotated[tuple[Column, ...], Meta(min_length=1, max_length=COLUMNS_MAX)]
    plan: HistoryPlan
    dates: Annotated[tuple[DateColumn, ...], Meta(max_length=COLUMNS_MAX)] = ()
    label_delay_ms: Annotated[int, Meta(ge=0)] = 0
    label_is_days: bool = False


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """inputs: `facts` (features computed by `feature_set` from payments and state) or the tenant's own `columns`.

    columns: of a version of facts those alone that the service fills in beside the feature set, `features.<name>`.
    declared: what fills those of them that the tenant declared; the others are of the catalogue.
    reading: of a model that was made elsewhere and passed its trial; None of one that `countermark train` made.
    task: what it tells. above: of a number, beyond which the event that has the probability has come true; the margin is
    calibration.slope * P50 + calibration.intercept, so contributions over the slope are in the number's own unit.
    classes: of classes, in the order of the head of that name. regions: of one that tells segments of a tenant's own customers.
    past: what the service makes those of its columns of that no request sends.
    """

    format: Literal[1]
    use_case: Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    inputs: Literal["facts", "columns"]
    feature_set: str
    features: Annotated[tuple[ColumnName, ...], Meta(min_length=1, max_length=COLUMNS_MAX)]
    columns: Annotated[tuple[Column, ...], Meta(max_length=COLUMNS_MAX)]
    link: Literal["logistic"]
    base_value: float
    batch_invariant: bool
    calibration: Calibration
    provenance: Provenance
    files: Annotated[dict[str, Sha256Hex], Meta(max_length=8)]
    reading: Reading | None = None
    task: Task = "probability"
    above: float | None = None
    classes: Annotated[tuple[ClassName, ...], Meta(max_length=CLASSES_MAX)] = ()
    declared: Annotated[tuple[DeclaredInput, ...], Meta(max_length=ADDED_MAX)] = ()
    regions: Regions | None = None
    past: OwnPast | None = None
