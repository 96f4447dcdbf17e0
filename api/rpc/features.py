"""Features over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.inference.v1 import feature_pb2 as pb
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
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from inference.declared.features import Features
from payments.facts import Reference
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["FeatureService"]


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    use_case: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None
    after: AnyName | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _Wanted(msgspec.Struct, frozen=True, kw_only=True):
    feature_name: AnyName
    number: Number | None = None


class _Named(msgspec.Struct, frozen=True, kw_only=True):
    feature_name: AnyName


class _Customer(msgspec.Struct, frozen=True, kw_only=True):
    customer_id: Reference


PAGE = Codec(_Page, pb.ListFeaturesRequest)
WANTED = Codec(_Wanted, pb.GetFeatureRequest)
NEW = Codec(NewFeature, pb.DeclareFeatureRequest)
NAMED = Codec(_Named, pb.RetireFeatureRequest)
CUSTOMER = Codec(_Customer, pb.GetCustomerFeaturesRequest)
FEATURES = Codec(FeaturePage, pb.ListFeaturesResponse)
FEATURE = Codec(FeatureDetail, pb.FeatureDetail)
VALUES = Codec(CustomerFeaturesView, pb.CustomerFeatures)


@method(SERVICE, "ListFeatures")
async def list_features(
    request: pb.ListFeaturesRequest, caller: Principal, features: Features
) -> pb.ListFeaturesResponse:
    asked = PAGE.struct(request)
    return FEATURES.message(
        feature_page(await features.list(caller, asked.use_case, asked.after, asked.limit))
    )


@method(SERVICE, "GetFeature")
async def get_feature(
    request: pb.GetFeatureRequest, caller: Principal, features: Features
) -> pb.FeatureDetail:
    asked = WANTED.struct(request)
    return FEATURE.message(feature_detail(await features.get(caller, asked.feature_name, asked.number)))


@method(SERVICE, "DeclareFeature", keyed=Keyed.OPTIONAL)
async def declare_feature(
    request: pb.DeclareFeatureRequest, caller: Principal, features: Features
) -> pb.FeatureDetail:
    wanted = declared_of(NEW.struct(request))
    return FEATURE.message(feature_detail(await features.declare(caller, wanted)))


@method(SERVICE, "RetireFeature", keyed=Keyed.OPTIONAL)
async def retire_feature(
    request: pb.RetireFeatureRequest, caller: Principal, features: Features
) -> pb.FeatureDetail:
    name = NAMED.struct(request).feature_name
    return FEATURE.message(feature_detail(await features.retire(caller, name)))


@method(SERVICE, "GetCustomerFeatures")
async def get_customer_features(
    request: pb.GetCustomerFeaturesRequest, caller: Principal, features: Features
) -> pb.CustomerFeatures:
    customer_id = CUSTOMER.struct(request).customer_id
    return VALUES.message(customer_features(customer_id, await features.of_customer(caller, customer_id)))


METHODS = [list_features, get_feature, declare_feature, retire_feature, get_customer_features]
