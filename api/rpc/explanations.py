"""Why a decision has its score, asked later, over gRPC."""

from api.rpc.codec import Codec
from api.rpc.methods import method
from api.rpc.stubs.countermark.inference.v1 import explanation_pb2 as pb
from api.views.explanations import DecisionExplanationView, explanation_view
from core.ids import parse
from inference.explaining import Explanations
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["ExplanationService"]

FOUND = Codec(DecisionExplanationView, pb.GetDecisionExplanationResponse)


@method(SERVICE, "GetDecisionExplanation")
async def get_decision_explanation(
    request: pb.GetDecisionExplanationRequest, caller: Principal, explanations: Explanations
) -> pb.GetDecisionExplanationResponse:
    found = await explanations.get(caller, parse("dec", request.decision_id))
    return FOUND.message(explanation_view(found))


METHODS = [get_decision_explanation]
