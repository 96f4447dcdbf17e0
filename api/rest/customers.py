"""What is known of a customer."""

from api.rest.operations import get
from api.views.payments import CustomerStateView, customer_state_view
from payments.facts import Currency, Reference
from payments.transactions import Payments
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


HANDLERS = [get_customer_state]
