"""What is known of a customer."""

from api.rest.operations import Answer, get
from api.views.payments import CustomerStateView, customer_state_view
from payments.facts import Currency, Reference
from payments.transactions import Payments
from resolution.leaving.subject_exports import SubjectExports
from tenants.principals import Principal


@get(
    "/customers/{customer_id:str}/state",
    operation_id="getCustomerState",
    summary="Get a customer's state",
    tag="customers",
)
async def get_customer_state(
    caller: Principal, payments: Payments, customer_id: Reference, *, currency: Currency | None = None
) -> CustomerStateView:
    """The running counts and sums as of now that features are made of. `customer_id` is your own id of the customer; `currency` is of
    the sums: that of most payments when not told."""
    return customer_state_view(customer_id, await payments.customer_state(caller, customer_id, currency))


@get(
    "/customers/{customer_id:str}/export",
    operation_id="exportCustomer",
    summary="Export a customer",
    tag="customers",
    media_type="application/x-ndjson",
)
async def export_customer(
    caller: Principal, subject_exports: SubjectExports, customer_id: Reference
) -> Answer[bytes]:
    """Lines of JSON, streamed: all that is held of a customer, payee or partner by your own id of them, opened. The last line is
    of kind `end`. Each export is an entry of the log, which never says of whom. Needs `customers:export`."""
    return Answer(stream=await subject_exports.export(caller, customer_id))


HANDLERS = [get_customer_state, export_customer]
