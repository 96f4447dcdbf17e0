"""The usual tutorial: FastAPI, a joblib file, LightGBM's `predict_proba` on a one-row frame. No reasons, rules or log."""

import os
import pathlib

import joblib
import pandas as pd
from fastapi import FastAPI
from pydantic import create_model

model = joblib.load(pathlib.Path(os.environ["BENCH_MODEL_DIR"]) / "model.joblib")
columns = list(model.feature_name_)
Row = create_model("Row", **dict.fromkeys(columns, (float, ...)))
app = FastAPI()


@app.post("/predict")
async def predict(row: Row) -> dict[str, float]:  # type: ignore[valid-type]
    frame = pd.DataFrame([row.model_dump()], columns=columns)  # type: ignore[attr-defined]
    return {"probability": float(model.predict_proba(frame)[0, 1])}
