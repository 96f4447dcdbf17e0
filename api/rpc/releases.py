"""Releases over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.releases.v1 import releases_pb2 as pb
from api.views.releases import (
    ActivateRelease,
    ApproveRelease,
    CreateRelease,
    PromoteRelease,
    RefuseRelease,
    ReleaseDiffView,
    ReleasePage,
    ReleaseShadowView,
    ReleaseSwitchPage,
    ReleaseView,
    RollBackRelease,
    new_release,
    release_diff_view,
    release_page,
    release_shadow_view,
    release_switch_page,
    release_view,
)
from core.ids import parse
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from inference.releases.entities import PREFIX
from inference.releases.promotion import ReleasePromotions
from inference.releases.releases import SWITCH_PREFIX, Releases
from inference.releases.shadowing import ReleaseShadows
from inference.releases.switching import ReleaseSwitches
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["ReleaseService"]
UseCase = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Id = Annotated[str, msgspec.Meta(max_length=64)]
Ref = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
PageLimit = Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)]


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    use_case: UseCase | None = None
    after: Id | None = None
    limit: PageLimit = LIMIT_DEFAULT


class _Named(msgspec.Struct, frozen=True, kw_only=True):
    release_id: Id


class _Diff(msgspec.Struct, frozen=True, kw_only=True):
    release_id: Id
    against: Ref | None = None


class _Approve(ApproveRelease, frozen=True, kw_only=True):
    release_id: Id


class _Refuse(RefuseRelease, frozen=True, kw_only=True):
    release_id: Id


class _Activate(ActivateRelease, frozen=True, kw_only=True):
    release_id: Id


class _RollBack(RollBackRelease, frozen=True, kw_only=True):
    release_id: Id


class _Promote(PromoteRelease, frozen=True, kw_only=True):
    release_id: Id


class _Switches(msgspec.Struct, frozen=True, kw_only=True):
    use_case: UseCase
    after: Id | None = None
    limit: PageLimit = LIMIT_DEFAULT


CREATE = Codec(CreateRelease, pb.CreateReleaseRequest)
PAGE = Codec(_Page, pb.ListReleasesRequest)
NAMED = Codec(_Named, pb.GetReleaseRequest)
COMPARE = Codec(_Diff, pb.DiffReleaseRequest)
SHADOW_OF = Codec(_Named, pb.GetReleaseShadowRequest)
START = Codec(_Named, pb.StartReleaseShadowRequest)
STOP = Codec(_Named, pb.StopReleaseShadowRequest)
APPROVE = Codec(_Approve, pb.ApproveReleaseRequest)
REFUSE = Codec(_Refuse, pb.RefuseReleaseRequest)
ACTIVATE = Codec(_Activate, pb.ActivateReleaseRequest)
ROLL_BACK = Codec(_RollBack, pb.RollBackReleaseRequest)
PROMOTE = Codec(_Promote, pb.PromoteReleaseRequest)
SWITCHES = Codec(_Switches, pb.ListReleaseSwitchesRequest)
RELEASE = Codec(ReleaseView, pb.Release)
RELEASES = Codec(ReleasePage, pb.ListReleasesResponse)
DIFF = Codec(ReleaseDiffView, pb.DiffReleaseResponse)
SHADOW = Codec(ReleaseShadowView, pb.ReleaseShadow)
SWITCHED = Codec(ReleaseSwitchPage, pb.ListReleaseSwitchesResponse)


@method(SERVICE, "CreateRelease", keyed=Keyed.OPTIONAL)
async def create_release(
    request: pb.CreateReleaseRequest, caller: Principal, releases: Releases
) -> pb.Release:
    return RELEASE.message(release_view(await releases.create(caller, new_release(CREATE.struct(request)))))


@method(SERVICE, "ListReleases")
async def list_releases(
    request: pb.ListReleasesRequest, caller: Principal, releases: Releases
) -> pb.ListReleasesResponse:
    asked = PAGE.struct(request)
    cursor = None if asked.after is None else parse(PREFIX, asked.after)
    return RELEASES.message(release_page(await releases.list(caller, asked.use_case, cursor, asked.limit)))


@method(SERVICE, "GetRelease")
async def get_release(request: pb.GetReleaseRequest, caller: Principal, releases: Releases) -> pb.Release:
    asked = NAMED.struct(request)
    return RELEASE.message(release_view(await releases.get(caller, parse(PREFIX, asked.release_id))))


@method(SERVICE, "DiffRelease")
async def diff_release(
    request: pb.DiffReleaseRequest, caller: Principal, releases: Releases
) -> pb.DiffReleaseResponse:
    asked = COMPARE.struct(request)
    against = None if asked.against is None else parse(PREFIX, asked.against)
    found = await releases.diff(caller, parse(PREFIX, asked.release_id), against)
    return DIFF.message(release_diff_view(found))


@method(SERVICE, "GetReleaseShadow")
async def get_release_shadow(
    request: pb.GetReleaseShadowRequest, caller: Principal, release_shadows: ReleaseShadows
) -> pb.ReleaseShadow:
    release_id = parse(PREFIX, SHADOW_OF.struct(request).release_id)
    return SHADOW.message(release_shadow_view(await release_shadows.get(caller, release_id)))


@method(SERVICE, "StartReleaseShadow", keyed=Keyed.OPTIONAL)
async def start_release_shadow(
    request: pb.StartReleaseShadowRequest, caller: Principal, release_shadows: ReleaseShadows
) -> pb.ReleaseShadow:
    release_id = parse(PREFIX, START.struct(request).release_id)
    return SHADOW.message(release_shadow_view(await release_shadows.start(caller, release_id)))


@method(SERVICE, "StopReleaseShadow")
async def stop_release_shadow(
    request: pb.StopReleaseShadowRequest, caller: Principal, release_shadows: ReleaseShadows
) -> pb.ReleaseShadow:
    release_id = parse(PREFIX, STOP.struct(request).release_id)
    return SHADOW.message(release_shadow_view(await release_shadows.stop(caller, release_id)))


@method(SERVICE, "ApproveRelease", keyed=Keyed.OPTIONAL)
async def approve_release(
    request: pb.ApproveReleaseRequest, caller: Principal, releases: Releases
) -> pb.Release:
    sent = APPROVE.struct(request)
    release_id, digest = parse(PREFIX, sent.release_id), bytes.fromhex(sent.digest)
    return RELEASE.message(release_view(await releases.approve(caller, release_id, digest, sent.reason)))


@method(SERVICE, "RefuseRelease", keyed=Keyed.OPTIONAL)
async def refuse_release(
    request: pb.RefuseReleaseRequest, caller: Principal, releases: Releases
) -> pb.Release:
    sent = REFUSE.struct(request)
    return RELEASE.message(
        release_view(await releases.refuse(caller, parse(PREFIX, sent.release_id), sent.reason))
    )


@method(SERVICE, "ActivateRelease", keyed=Keyed.OPTIONAL)
async def activate_release(
    request: pb.ActivateReleaseRequest, caller: Principal, release_switches: ReleaseSwitches
) -> pb.Release:
    sent = ACTIVATE.struct(request)
    made = await release_switches.activate(caller, parse(PREFIX, sent.release_id), sent.reason)
    return RELEASE.message(release_view(made))


@method(SERVICE, "RollBackRelease", keyed=Keyed.OPTIONAL)
async def roll_back_release(
    request: pb.RollBackReleaseRequest, caller: Principal, release_switches: ReleaseSwitches
) -> pb.Release:
    sent = ROLL_BACK.struct(request)
    made = await release_switches.roll_back(caller, parse(PREFIX, sent.release_id), sent.reason)
    return RELEASE.message(release_view(made))


@method(SERVICE, "PromoteRelease", keyed=Keyed.OPTIONAL)
async def promote_release(
    request: pb.PromoteReleaseRequest, caller: Principal, release_promotions: ReleasePromotions
) -> pb.Release:
    sent = PROMOTE.struct(request)
    made = await release_promotions.promote(caller, parse(PREFIX, sent.release_id), sent.reason)
    return RELEASE.message(release_view(made))


@method(SERVICE, "ListReleaseSwitches")
async def list_release_switches(
    request: pb.ListReleaseSwitchesRequest, caller: Principal, releases: Releases
) -> pb.ListReleaseSwitchesResponse:
    asked = SWITCHES.struct(request)
    cursor = None if asked.after is None else parse(SWITCH_PREFIX, asked.after)
    return SWITCHED.message(
        release_switch_page(await releases.switches(caller, asked.use_case, cursor, asked.limit))
    )


METHODS = [
    create_release,
    list_releases,
    get_release,
    diff_release,
    get_release_shadow,
    start_release_shadow,
    stop_release_shadow,
    approve_release,
    refuse_release,
    activate_release,
    roll_back_release,
    promote_release,
    list_release_switches,
]
