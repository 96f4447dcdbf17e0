"""Why a decision has its score, asked later."""

from api.rest.document_parts import PAYLOAD_GONE
from api.rest.operations import get
from api.views.explanations import DecisionExplanationView, explanation_view
from core.ids import parse
from inference.explaining import Explanations
from tenants.principals import Principal


@get(
    "/decisions/{decision_id:str}/explanation",
    operation_id="getDecisionExplanation",
    summary="Get a decision's explanation",
    tag="decisions",
    responses=PAYLOAD_GONE,
)
async def get_decision_explanation(
    caller: Principal, decision_id: str, explanations: Explanations
) -> DecisionExplanationView:
    """What each feature added to the score. Of a model made elsewhere it is made when it is first asked for."""
    return explanation_view(await explanations.get(caller, parse("dec", decision_id)))


HANDLERS = [get_decision_explanation]
