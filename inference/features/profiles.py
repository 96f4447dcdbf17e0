"""How a customer lives by what is stored of payments and sign-ins: feature set `profile/1`.

The financial ones are those of `lead/1`, by the same code: there they are made of a history that is sent along, here of the
months that stored payments add up to.
"""

from math import nan

import numpy as np

from inference.features import leads
from inference.features.customer_past import Past, ratio
from payments.profiles import Profile

OF_LEADS = (
    "months_known", "income_trend", "rent_to_income", "emi_load", "cash_flow", "saving_share", "risk_appetite",
    "investment_share", "travel_share", "insurance_share", "income_jump",
)  # fmt: skip
"""Columns of `lead/1` that categories, months and directions are enough for."""
OF_SIGN_INS = ("logins_d30", "login_drop")
NAMES = (*OF_LEADS, *OF_SIGN_INS)

_PLACES = [leads.NAMES.index(name) - 1 for name in OF_LEADS]
_EARLIER_MONTHS = 2.0


def of_profile(profile: Profile) -> dict[str, float]:
    """Every feature by name, rounded to float32; NaN where missing."""
    past = Past(profile.at, (), profile.months, profile.spent, profile.earned, (), ())
    return _named(past, float(profile.sign_ins), _drop(profile))


def of_past(past: Past) -> dict[str, float]:
    """The same of a history that came with a question: it says nothing of sign-ins."""
    return _named(past, nan, nan)


def _named(past: Past, sign_ins: float, drop: float) -> dict[str, float]:
    of_leads = leads.of_past(past)
    values = (*(of_leads[place] for place in _PLACES), sign_ins, drop)
    return dict(zip(NAMES, np.array(values, np.float32).tolist(), strict=True))


def _drop(profile: Profile) -> float:
    """How much fewer sign-ins the last month has than a month of the two before: 1 is none any more, below 0 is more."""
    usual = profile.earlier_sign_ins / _EARLIER_MONTHS
    return 1.0 - ratio(profile.sign_ins, usual) if usual else nan
