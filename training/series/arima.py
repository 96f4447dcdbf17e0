"""Levels ahead by ARIMA; its orders are chosen by AICc (Hyndman, Khandakar 2008). Optional group `statsforecast`."""

import warnings

import numpy as np
from statsforecast.models import AutoARIMA

from training.series.levels import Floats, Ints, Levels

_SEASON_MAX = 12  # a season of 52 weeks takes minutes and as many years


def forecast(levels: Levels, ahead: Ints, seed: int) -> Floats:  # noqa: ARG001 - nothing of it is random
    """See `Forecaster`."""
    season = levels.season if levels.season <= _SEASON_MAX else 1
    model = AutoARIMA(season_length=season, max_p=3, max_q=3, max_P=1, max_Q=1, approximation=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # orders that do not converge lose by their AICc
        found = model.forecast(y=levels.value.astype(np.float64), h=len(ahead))
    return np.asarray(found["mean"], np.float64)
