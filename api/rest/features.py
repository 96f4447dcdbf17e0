"""Features: the catalogue, what a tenant declares, and what they say of a customer."""

from typing import Annotated

import msgspec

from api.rest.operations import Keyed, get, post
from api.rest.paging import DEFAULT_LIMIT, Limit
from api.views.features import (
    AnyName,
    CustomerFeaturesView,
    FeatureDetail,
    FeaturePage,
    NewFeature,
    Number,
    customer_features,
    declared_of,
    feature_detail,
    feature_page,
)
from inference.declared.features import Features
from payments.facts import Reference
from tenants.principals import Principal

UseCase = Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None


@get("/features", operation_id="listFeatures", summary="List features", tag="features")
async def list_features(
    caller: Principal,
    features: Features,
    *,
    use_case: UseCase = None,
    after: AnyName | None = None,
    limit: Limit = DEFAULT_LIMIT,
) -> FeaturePage:
    """By name: the catalogue's and your own. With `use_case`, those that its own model scores."""
    return feature_page(await features.list(caller, use_case, after, limit))


@get("/features/{feature_name:str}", operation_id="getFeature", summary="Get a feature", tag="features")
async def get_feature(
    caller: Principal, features: Features, feature_name: AnyName, number: Number | None = None
) -> FeatureDetail:
    """What it is, who answers for it, and who uses it. Of a declared one the newest version, or the one of `number`."""
    return feature_detail(await features.get(caller, feature_name, number))


@post(
    "/features",
    operation_id="declareFeature",
    summary="Declare a feature",
    tag="features",
    status=201,
    keyed=Keyed.OPTIONAL,
    example={
        "name": "fixed_costs",
        "expression": "(features.rent_to_income ?? 0) + (features.emi_load ?? 0)",
        "type": "number",
        "unit": "percent",
        "description": "Share of income that rent and instalments take.",
        "owner": "Credit risk",
        "texts": {"en": "{value} of income goes to rent and instalments"},
    },
)
async def declare_feature(caller: Principal, data: NewFeature, features: Features) -> FeatureDetail:
    """Checks an expression, prices its worst case, and keeps it as the newest version of its name.

    Rulesets read it as `features.<name>`; a version of your own whose columns have a `features.<name>` gets it filled in.
    Both go on with the version that was newest when they were made.
    """
    return feature_detail(await features.declare(caller, declared_of(data)))


@post(
    "/features/{feature_name:str}/retire",
    operation_id="retireFeature",
    summary="Retire a feature",
    tag="features",
    keyed=Keyed.OPTIONAL,
)
async def retire_feature(caller: Principal, features: Features, feature_name: AnyName) -> FeatureDetail:
    """Lets nothing new read a feature of your own. What reads it goes on, and replays need it not."""
    return feature_detail(await features.retire(caller, feature_name))


@get(
    "/customers/{customer_id:str}/features",
    operation_id="getCustomerFeatures",
    summary="Get a customer's features",
    tag="customers",
)
async def get_customer_features(
    caller: Principal, features: Features, customer_id: Reference
) -> CustomerFeaturesView:
    """Every feature that is known of a customer, as of now, and your own. `customer_id` is your own id of the customer."""
    return customer_features(customer_id, await features.of_customer(caller, customer_id))


HANDLERS = [list_features, get_feature, declare_feature, retire_feature, get_customer_features]
