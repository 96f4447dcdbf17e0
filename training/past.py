"""How long a day is, as forecasts count it."""

from inference.pasts.order import DAY_MS

__all__ = ["DAY_MS"]
