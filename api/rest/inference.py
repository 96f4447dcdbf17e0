"""One typed route for each use case of the catalogue, built at start: the question in, the decision out."""

import asyncio
from typing import Annotated

import msgspec

from api.questions import command_of
from api.rest.operations import Answer, Keyed, Operation, get, post
from api.views.catalogue import UseCasePage, UseCaseView, use_case_view
from api.views.decisions import decision_type_of, pascal
from api.views.questions import Question, question_type_of
from inference import catalogue
from inference.catalogue import UseCase
from inference.decisions import Decisions
from tenants.principals import Principal

UseCaseName = Annotated[str, msgspec.Meta(max_length=64)]


def _route(use_case: UseCase) -> Operation:
    """Declare `POST /inference/<use case>`. It is the hot route, so the edge runs it without the framework's router."""
    about = use_case.about

    async def ask(
        caller: Principal,
        data: Question,
        decisions: Decisions,
        deadline: float,
        idempotency_key: str | None,
        fingerprint: bytes,
        accept_language: str | None,
    ) -> bytes:
        timeout_s = deadline - asyncio.get_running_loop().time()
        command = command_of(
            use_case.name, data, caller, idempotency_key, fingerprint, timeout_s, accept_language
        )
        return await decisions.decide_written(caller, command)

    answer = Answer[decision_type_of(use_case)]  # type: ignore[misc, valid-type]
    ask.__annotations__ |= {"data": question_type_of(use_case), "return": answer}
    ask.__doc__ = f"{use_case.question} {use_case.meaning}"
    return post(
        f"/inference/{use_case.name}",
        operation_id=f"decide{pascal(use_case.name)}",
        summary=use_case.title,
        tag="inference",
        lean=True,
        keyed=Keyed.OWN,
        bulk=use_case.input == "customer" if about is None else about.bulk,
        example=_EXAMPLES[use_case.input] if about is None else {about.name: about.example},
    )(ask)


_EXAMPLES: dict[str, dict[str, object]] = {
    "transaction": {
        "transaction": {
            "id": "pay_1001",
            "customer_id": "cust_42",
            "amount_minor": 249900,
            "currency": "INR",
            "occurred_at": "2026-11-21T09:30:00Z",
            "method": "upi",
            "channel": "app",
            "merchant_id": "m_77",
            "category": "electronics",
            "device_id": "dev_9",
            "country": "IN",
        }
    },
    "customer": {"customer_id": "cust_42"},
}


@get("/use-cases", operation_id="listUseCases", summary="List the use cases", tag="inference")
async def list_use_cases(caller: Principal) -> UseCasePage:
    """What can be asked, and what the answers mean. All of them are on one page."""
    views = [use_case_view(catalogue.get(name)) for name in catalogue.names()]
    return UseCasePage(data=views, has_more=False, next_after=None)


@get("/use-cases/{use_case:str}", operation_id="getUseCase", summary="Get a use case", tag="inference")
async def get_use_case(caller: Principal, use_case: UseCaseName) -> UseCaseView:
    return use_case_view(catalogue.get(use_case))


HANDLERS = [*(_route(catalogue.get(name)) for name in catalogue.names()), list_use_cases, get_use_case]
