"""Levels ahead by Prophet: trend with change points, week and year (Taylor, Letham 2018). Optional group `prophet`."""

import logging

import numpy as np
import pandas as pd
from prophet import Prophet

from inference.pasts.order import DAY_MS
from training.series.levels import Floats, Ints, Levels

_YEARS_MIN = 2 * 365 * DAY_MS
logging.getLogger("prophet").setLevel(logging.ERROR)
logging.getLogger("cmdstanpy").disabled = True  # it sets its own level again


def forecast(levels: Levels, ahead: Ints, seed: int) -> Floats:
    """See `Forecaster`."""
    daily = bool((np.diff(levels.time) < 2 * DAY_MS).any())
    span = int(levels.time[-1] - levels.time[0])
    model = Prophet(
        weekly_seasonality=daily, yearly_seasonality=span >= _YEARS_MIN, daily_seasonality=False,
        uncertainty_samples=0,
    )  # fmt: skip
    table = pd.DataFrame({"ds": pd.to_datetime(levels.time, unit="ms"), "y": levels.value})
    model.fit(table, seed=seed)
    found = model.predict(pd.DataFrame({"ds": pd.to_datetime(ahead, unit="ms")}))
    return np.asarray(found["yhat"], np.float64)
