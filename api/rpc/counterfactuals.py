"""What would have had to be different for another outcome, over gRPC."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import method
from api.rpc.stubs.countermark.inference.v1 import counterfactual_pb2 as pb
from api.views.counterfactuals import CounterfactualView, FindCounterfactual, counterfactual_view, wanted_of
from core.ids import parse
from inference.counterfactuals import Counterfactuals
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["CounterfactualService"]


class _Asked(FindCounterfactual, frozen=True, kw_only=True, forbid_unknown_fields=True):
    decision_id: Annotated[str, msgspec.Meta(max_length=64)]


ASKED = Codec(_Asked, pb.FindCounterfactualRequest)
FOUND = Codec(CounterfactualView, pb.FindCounterfactualResponse)


@method(SERVICE, "FindCounterfactual")
async def find_counterfactual(
    request: pb.FindCounterfactualRequest, caller: Principal, counterfactuals: Counterfactuals
) -> pb.FindCounterfactualResponse:
    asked = ASKED.struct(request)
    found = await counterfactuals.find(
        caller, parse("dec", asked.decision_id), asked.outcome, wanted_of(asked)
    )
    return FOUND.message(counterfactual_view(found))


METHODS = [find_counterfactual]
