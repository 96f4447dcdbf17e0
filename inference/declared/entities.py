"""What a tenant says of a feature of its own, and what is kept of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, PlatformError
from inference.catalogue import Language, Unit
from inference.feature_catalogue import FeatureType
from rules.limits import TEXT_MAX

PREFIX = "ftr"
DECLARED_MAX = 500
"""Names of one environment that are not retired."""

FeatureName = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z][a-z0-9_]{0,63}$(?!\n)")]
Line = Annotated[str, Meta(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f]+$(?!\n)")]
Expression = Annotated[str, Meta(min_length=1, max_length=TEXT_MAX)]
InputName = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$(?!\n)")]


class FeatureTaken(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "feature_taken"
    fix = "Choose a name that the catalogue does not have."


class FeatureRefused(PlatformError):
    """The expression cannot be bounded, names what is not there, or gives another type than it is declared with."""

    kind = ErrorKind.INVALID
    code = "feature_refused"
    fix = "Correct the expression; `countermark features show` names what each feature is."


class FeaturesFull(PlatformError):
    kind = ErrorKind.EXHAUSTED
    code = "features_full"
    fix = "Retire features that nothing reads any more."


class DeclareFeature(msgspec.Struct, frozen=True, kw_only=True):
    """inputs: columns of the tenant's own that the expression reads as `inputs.<name>`, and their types.

    texts: what a reason says of it, by language, with `{value}`; without one the description says it.
    """

    name: FeatureName
    expression: Expression
    type: FeatureType
    description: Line
    owner: Line
    unit: Unit
    inputs: Annotated[Mapping[InputName, FeatureType], Meta(max_length=32)] = {}
    texts: Mapping[Language, Line] = {}


class DeclaredFeature(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a declaration; it never changes, but may be retired.

    number: counts the versions of one name. reads: the facts that it reads. cost_us: of its worst case, as priced.
    texts: what a reason says of it, by language.
    digest: SHA-256 over name, type, expression and inputs. retired_at: since then nothing new can read it; what was made
    with it goes on.
    """

    environment_id: UUID
    id: UUID
    name: str
    number: int
    type: FeatureType
    unit: Unit
    expression: str
    description: str
    owner: str
    inputs: Mapping[str, FeatureType]
    reads: tuple[str, ...]
    cost_us: int
    digest: bytes
    created_at: datetime
    created_by: str
    retired_at: datetime | None
    texts: Mapping[Language, str] = {}
