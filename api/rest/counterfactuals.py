"""What would have had to be different for another outcome."""

from api.rest.operations import post
from api.views.counterfactuals import CounterfactualView, FindCounterfactual, counterfactual_view, wanted_of
from core.ids import parse
from inference.counterfactuals import Counterfactuals
from tenants.principals import Principal


@post(
    "/decisions/{decision_id:str}/counterfactual",
    operation_id="findCounterfactual",
    summary="Find what would have changed a decision",
    tag="decisions",
    responses={422: "There is none to look for: degraded, of several rows, or nothing in it can be changed."},
)
async def find_counterfactual(
    caller: Principal, decision_id: str, data: FindCounterfactual, counterfactuals: Counterfactuals
) -> CounterfactualView:
    """The smallest change to what a person can change that flips the outcome, under the same version and rules.

    Every answer was decided again with the changed facts. Nothing of who a person is is ever changed. Changes nothing.
    """
    found = await counterfactuals.find(caller, parse("dec", decision_id), data.outcome, wanted_of(data))
    return counterfactual_view(found)


HANDLERS = [find_counterfactual]
