"""The usual tutorial: FastAPI, a joblib file, the classifier's `predict_proba` on a one-row frame. No reasons, rules or log."""

import os
import pathlib

import joblib
import pandas as pd
from fastapi import FastAPI
from pydantic import BaseModel, create_model

model = joblib.load(pathlib.Path(os.environ["BENCH_MODEL_DIR"]) / "model.joblib")
columns = list(model.feature_name_)
Row: type[BaseModel] = create_model("Row", **dict.fromkeys(columns, (float, ...)))
app = FastAPI()


@app.post("/predict")
async def predict(row: Row) -> dict[str, float]:  # type: ignore[valid-type]
    frame = pd.DataFrame([row.model_dump()], columns=columns)
    return {"probability": float(model.predict_proba(frame)[0, 1])}
