"""Writes docs/feature-catalogue.md from the catalogue of features: `python -m tools.feature_page`."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from inference.feature_catalogue import FEATURES, CatalogueFeature

PAGE = Path(__file__).resolve().parent.parent / "docs/feature-catalogue.md"

_SCOPES = {
    "customer": (
        "Of a customer",
        (
            "Computed of stored payments and sign-ins, or of a history that comes with the question. Rules of every use case, declared "
            "features, columns of your own versions and `GET /api/v1/customers/{id}/features` can read them."
        ),
    ),
    "payment": (
        "Of a payment",
        (
            "Computed of the payment asked about and of its customer. Rules, declared features and columns can read them where the "
            "question carries a payment."
        ),
    ),
    "event": (
        "Of one question",
        "Computed of the facts of one use case's question, known inside it alone; its rules call them by their last part.",
    ),
}
_HEAD = """# The catalogue of features

Generated from the data that the service runs on: `python -m tools.feature_page`. The same over `GET /api/v1/features`, gRPC and
`countermark features list`; [features.md](features.md) says how features are used, and how a tenant declares its own.
"""


def page() -> str:
    """Return the whole page."""
    parts = [_HEAD]
    for scope, (title, text) in _SCOPES.items():
        found = [feature for feature in FEATURES.values() if feature.scope == scope]
        parts.append(f"\n## {title}\n{text}\n")
        for feature_set, group in groupby(sorted(found, key=_by_set), key=lambda each: each.feature_set):
            parts.append(f"\n### `{feature_set}`\n{_table(list(group))}")
    return "".join(parts)


def _by_set(feature: CatalogueFeature) -> tuple[str, str]:
    return feature.feature_set, feature.name


def _table(features: Sequence[CatalogueFeature]) -> str:
    rows = "\n".join(_rows(features))
    return (
        "| name | what it is | unit | window | owner | scored by | a person can change it |\n"
        f"| --- | --- | --- | --- | --- | --- | --- |\n{rows}\n"
    )


def _rows(features: Sequence[CatalogueFeature]) -> Iterator[str]:
    for feature in features:
        name = (
            f"`{feature.name}`" if feature.columns == 1 else f"`{feature.name}` ({feature.columns} columns)"
        )
        cells = (
            name,
            f"{feature.title}: {feature.description}",
            feature.unit,
            feature.window or "the event",
            feature.owner,
            ", ".join(feature.use_cases) or "no model of ours",
            feature.actionable,
        )
        yield f"| {' | '.join(cells)} |"


def main() -> None:
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
