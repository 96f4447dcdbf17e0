"""All that rests about a person, in every package: the one list that erasures and exports of a person's data go by."""

from inference.holdings import HOLDINGS as INFERENCE
from payments.holdings import HOLDINGS as PAYMENTS
from resolution.holdings_store import HOLDINGS as RESOLUTION

HOLDINGS = (*RESOLUTION, *INFERENCE, *PAYMENTS)
