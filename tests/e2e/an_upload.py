"""A model made elsewhere, as it is sent."""

import base64
import json

import numpy as np

from tests.inference.uploads.graphs import linear, task


def own_upload(word: str) -> dict[str, object]:
    """A model made elsewhere, with a column that is called after its owner."""
    columns = [{"name": f"{word}_{at}", "kind": "number"} for at in range(4)]
    given = task(linear().SerializeToString())
    rows = np.frombuffer(given.rows, np.float32).reshape(-1, 4)
    named = [
        {column["name"]: float(value) for column, value in zip(columns, row, strict=True)} for row in rows
    ]
    files = {
        "graph": given.graph,
        "manifest": json.dumps({"format": 1, "columns": columns, "reading": {"output": "p"}}).encode(),
        "sample": json.dumps({"rows": named, "expected": np.frombuffer(given.expected).tolist()}).encode(),
    }
    encoded = {name: base64.b64encode(data).decode() for name, data in files.items()}
    return {"use_case": "churn-score", "name": f"{word} own model", **encoded}
