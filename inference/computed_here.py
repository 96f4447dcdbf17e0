"""Whether this release computes the features that a version of facts scores. Stored decisions keep theirs, and need it not."""

from core.errors import ErrorKind, PlatformError
from inference import catalogue
from inference.declared.columns import GROUP
from inference.feature_catalogue import STORED_NAMES
from inference.features.events import FORMER, names_of
from inference.manifest import ADDED_MAX, Manifest


class ArtefactInvalid(PlatformError):
    kind = ErrorKind.INVALID
    code = "artefact_invalid"
    fix = "Register the folder exactly as `countermark train` wrote it."


def require_computed(manifest: Manifest) -> None:
    """See that a version scores what is computed here. Raises: ArtefactInvalid."""
    if manifest.inputs != "facts":
        return
    known = names_of(manifest.feature_set)
    now = catalogue.get(manifest.use_case).feature_set
    if known is None or manifest.feature_set not in {now, *FORMER.get(now, ())}:
        raise ArtefactInvalid(
            f"The feature set {manifest.feature_set!r} is not computed here for this use case.",
            fix="Train it again with this release; what it decided before stays as it is.",
        )
    _check_added(manifest)
    if manifest.features != (*known, *(column.name for column in manifest.columns)):
        raise ArtefactInvalid(
            "The manifest's features are not those of its columns or feature set, in order."
        )


def _check_added(manifest: Manifest) -> None:
    """What a version of facts has besides its feature set is what the service fills in, each by one name."""
    names = [column.name.removeprefix(GROUP) for column in manifest.columns if column.name.startswith(GROUP)]
    declared = [feature.name for feature in manifest.declared]
    if len(names) != len(manifest.columns) or len(names) > ADDED_MAX:
        raise ArtefactInvalid(f"A version of facts adds {ADDED_MAX} columns at most, all `{GROUP}<name>`.")
    if len(set(declared)) < len(declared) or not set(declared) <= set(names):
        raise ArtefactInvalid("The declared features that the manifest pins are not those of its columns.")
    strange = [name for name in names if name not in declared and name not in STORED_NAMES]
    if strange:
        raise ArtefactInvalid(f"The manifest does not pin what fills `{GROUP}{strange[0]}`.")
