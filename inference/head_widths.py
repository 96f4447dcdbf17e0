"""How many columns each head of a graph has, and whether a version that tells segments names all that its graph measures."""

import numpy as np

from inference.manifest import Manifest
from inference.runtimes.port import Scorer


def widths_of(manifest: Manifest, scorer: Scorer) -> dict[str, int]:
    """Count the columns of each head."""
    nothing = np.full((1, len(manifest.features)), np.nan, np.float32)
    return {name: values.shape[1] for name, values in scorer.outputs(nothing).heads.items()}


def problem_of_regions(manifest: Manifest, scorer: Scorer) -> str | None:
    """Name what an answer could not be made of: every distance needs a name, and every feature its usual value."""
    regions = manifest.regions
    if regions is None:
        return None
    named = {"distances": len(manifest.classes), "core_distances": len(regions.dense)}
    if widths_of(manifest, scorer) != named:
        return "The manifest does not name exactly the segments that the graph measures."
    if {len(regions.mean), len(regions.deviation)} != {len(manifest.features)}:
        return "The manifest's regions are of other features than its own."
    return None
