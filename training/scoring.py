"""Score a file with a version, without a server: the same floats as a decision would have."""

from pathlib import Path

import numpy as np
import polars as pl

from inference import catalogue
from inference.artefacts import LoadedVersion
from inference.reasons import Wording
from training.datasets import encode_frame, read_table
from training.errors import DatasetRefused

_REASONS = 3
_ROWS_AT_ONCE = 10_000


def score_file(version: LoadedVersion, data: Path, out: Path, *, reasons: bool = False) -> int:
    """Write the table with `probability` (and `points`, and reasons) added. Returns: rows written.

    Raises: DatasetRefused naming the column or row.
    """
    manifest = version.manifest
    if manifest.inputs != "columns":
        raise DatasetRefused(
            "This version scores payments and state, not columns of a file.",
            fix="Ask a server: countermark decide.",
        )
    frame = read_table(data)
    absent = [column.name for column in manifest.columns if column.name not in frame.columns]
    if absent:
        raise DatasetRefused(
            f"{data.name} lacks columns of the version: {', '.join(f'`{name}`' for name in absent)}."
        )
    matrix = np.ascontiguousarray(encode_frame(manifest.columns, frame))
    parts = [version.score(matrix[at : at + _ROWS_AT_ONCE]) for at in range(0, len(matrix), _ROWS_AT_ONCE)]
    probability = np.concatenate([part.probability for part in parts])
    added = [pl.Series("probability", probability)]
    use_case = catalogue.get(manifest.use_case)
    if use_case.answer == "credit":
        margins = np.concatenate([part.margin for part in parts]).tolist()
        added.append(pl.Series("points", [catalogue.points_of(margin) for margin in margins]))
    if reasons:
        wording = Wording(use_case, manifest)
        contributions = version.explain(matrix)
        texts = [
            " ".join(reason.text for reason in wording.reasons(row, part, limit=_REASONS))
            for row, part in zip(matrix, contributions, strict=True)
        ]
        added.append(pl.Series("reasons", texts))
    _write(frame.with_columns(added), out)
    return frame.height


def _write(frame: pl.DataFrame, out: Path) -> None:
    if out.suffix.lower() in {".parquet", ".pq"}:
        frame.write_parquet(out)
    elif out.suffix.lower() == ".csv":
        frame.write_csv(out)
    else:
        raise DatasetRefused(
            f"{out.name} is neither CSV nor Parquet by its name.", fix="Name a .csv or .parquet file."
        )
