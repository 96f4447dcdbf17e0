"""Releases: version, ruleset and thresholds that move together, from the sandbox to live and back."""

from typing import Annotated

import msgspec

from api.rest.operations import Keyed, delete, get, post, put
from api.rest.paging import DEFAULT_LIMIT, After, Limit
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
from inference.releases.entities import PREFIX
from inference.releases.promotion import ReleasePromotions
from inference.releases.releases import SWITCH_PREFIX, Releases
from inference.releases.shadowing import ReleaseShadows
from inference.releases.switching import ReleaseSwitches
from tenants.principals import Principal

UseCase = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
ReleaseId = Annotated[str, msgspec.Meta(max_length=64)]
ReleaseRef = (
    Annotated[str, msgspec.Meta(min_length=1, max_length=64, description="A release, `rel_…`.")] | None
)


@post(
    "/releases",
    operation_id="createRelease",
    summary="Make a release",
    tag="releases",
    status=201,
    keyed=Keyed.OPTIONAL,
    example={
        "use_case": "transaction-anomaly",
        "ruleset_version_id": "rsv_01kc1x5w3efvr9q2d8m4n6p7hs",
        "thresholds": {"review_at": 0.35},
        "reason": "More of them shall be looked at.",
    },
)
async def create_release(caller: Principal, data: CreateRelease, releases: Releases) -> ReleaseView:
    """Names a version, a ruleset and its thresholds, which are checked beside each other. The same parts again are the same release,
    unless a member refused that. It decides nothing until it is activated.
    """
    return release_view(await releases.create(caller, new_release(data)))


@get("/releases", operation_id="listReleases", summary="List releases", tag="releases")
async def list_releases(
    caller: Principal,
    releases: Releases,
    use_case: UseCase | None = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> ReleasePage:
    """Newest first."""
    cursor = None if after is None else parse(PREFIX, after)
    return release_page(await releases.list(caller, use_case, cursor, limit))


@get("/releases/{release_id:str}", operation_id="getRelease", summary="Get a release", tag="releases")
async def get_release(caller: Principal, release_id: ReleaseId, releases: Releases) -> ReleaseView:
    return release_view(await releases.get(caller, parse(PREFIX, release_id)))


@get(
    "/releases/{release_id:str}/diff",
    operation_id="diffRelease",
    summary="Compare two releases",
    tag="releases",
)
async def diff_release(
    caller: Principal, release_id: ReleaseId, releases: Releases, against: ReleaseRef = None
) -> ReleaseDiffView:
    """What the release changes `against` another one, or against what decides now: the version with the figures of its card, thresholds
    before and after, and the ruleset by node, row and cell.
    """
    other = None if against is None else parse(PREFIX, against)
    return release_diff_view(await releases.diff(caller, parse(PREFIX, release_id), other))


@get(
    "/releases/{release_id:str}/shadow",
    operation_id="getReleaseShadow",
    summary="Get what a release would change",
    tag="releases",
)
async def get_release_shadow(
    caller: Principal, release_id: ReleaseId, release_shadows: ReleaseShadows
) -> ReleaseShadowView:
    """Both parts at once: the version beside the one that answers, the ruleset beside the one that decides; now or while they were there."""
    return release_shadow_view(await release_shadows.get(caller, parse(PREFIX, release_id)))


@put(
    "/releases/{release_id:str}/shadow",
    operation_id="startReleaseShadow",
    summary="Put a release into the shadow",
    tag="releases",
    keyed=Keyed.OPTIONAL,
)
async def start_release_shadow(
    caller: Principal, release_id: ReleaseId, release_shadows: ReleaseShadows
) -> ReleaseShadowView:
    """Lets its version score and its ruleset rule beside what decides, from now on, after each decision was answered. A part that
    decides already is left out; what else is in the shadow makes room.
    """
    return release_shadow_view(await release_shadows.start(caller, parse(PREFIX, release_id)))


@delete(
    "/releases/{release_id:str}/shadow",
    operation_id="stopReleaseShadow",
    summary="End the shadow of a release",
    tag="releases",
)
async def stop_release_shadow(
    caller: Principal, release_id: ReleaseId, release_shadows: ReleaseShadows
) -> ReleaseShadowView:
    """Takes both parts out of the shadow. What was counted stays."""
    return release_shadow_view(await release_shadows.stop(caller, parse(PREFIX, release_id)))


@post(
    "/releases/{release_id:str}/approve",
    operation_id="approveRelease",
    summary="Approve a release",
    tag="releases",
    keyed=Keyed.OPTIONAL,
    example={
        "digest": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
        "reason": "Read the diff; the shadow agrees.",
    },
)
async def approve_release(
    caller: Principal, release_id: ReleaseId, data: ApproveRelease, releases: Releases
) -> ReleaseView:
    """Vouches for a release that another member made, and so for its ruleset. A key or client acts for the member that made it."""
    digest = bytes.fromhex(data.digest)
    return release_view(await releases.approve(caller, parse(PREFIX, release_id), digest, data.reason))


@post(
    "/releases/{release_id:str}/refuse",
    operation_id="refuseRelease",
    summary="Refuse a release",
    tag="releases",
    keyed=Keyed.OPTIONAL,
    example={"reason": "It would decline salaries."},
)
async def refuse_release(
    caller: Principal, release_id: ReleaseId, data: RefuseRelease, releases: Releases
) -> ReleaseView:
    """Sees to it that a release never decides, and takes it out of the shadow. One that has decided cannot be refused."""
    return release_view(await releases.refuse(caller, parse(PREFIX, release_id), data.reason))


@post(
    "/releases/{release_id:str}/activate",
    operation_id="activateRelease",
    summary="Activate a release",
    tag="releases",
    keyed=Keyed.OPTIONAL,
    example={"reason": "Agreed on Monday."},
)
async def activate_release(
    caller: Principal, release_id: ReleaseId, data: ActivateRelease, release_switches: ReleaseSwitches
) -> ReleaseView:
    """Lets version, ruleset and thresholds decide from now on, all or none of them. The version is opened and run first, so no request
    waits. Live environments ask for the approval of a second member.
    """
    return release_view(await release_switches.activate(caller, parse(PREFIX, release_id), data.reason))


@post(
    "/releases/{release_id:str}/rollback",
    operation_id="rollBackRelease",
    summary="Return to what was before a release",
    tag="releases",
    keyed=Keyed.OPTIONAL,
    example={"reason": "Too many declines since noon."},
)
async def roll_back_release(
    caller: Principal, release_id: ReleaseId, data: RollBackRelease, release_switches: ReleaseSwitches
) -> ReleaseView:
    """Lets the version, the ruleset and the thresholds of before decide again, together; they were approved then."""
    return release_view(await release_switches.roll_back(caller, parse(PREFIX, release_id), data.reason))


@post(
    "/releases/{release_id:str}/promote",
    operation_id="promoteRelease",
    summary="Promote a release to live",
    tag="releases",
    keyed=Keyed.OPTIONAL,
    example={"reason": "A week in the sandbox without a surprise."},
)
async def promote_release(
    caller: Principal, release_id: ReleaseId, data: PromoteRelease, release_promotions: ReleasePromotions
) -> ReleaseView:
    """Copies a release of the sandbox to the live environment, for a live credential that acts for a member. It arrives as a release of
    live with the same digest, and waits for its approval there; what live lacks is named.
    """
    return release_view(await release_promotions.promote(caller, parse(PREFIX, release_id), data.reason))


@get(
    "/release-switches",
    operation_id="listReleaseSwitches",
    summary="List which release was in force when",
    tag="releases",
)
async def list_release_switches(
    caller: Principal,
    use_case: UseCase,
    releases: Releases,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> ReleaseSwitchPage:
    """Activations and rollbacks, newest first."""
    cursor = None if after is None else parse(SWITCH_PREFIX, after)
    return release_switch_page(await releases.switches(caller, use_case, cursor, limit))


HANDLERS = [
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
