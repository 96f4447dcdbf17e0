"""Releases: what stands on models and rules alike."""

from typing import TypedDict

from app.wiring.foundation import Foundation
from inference.releases.parts import ReleaseParts
from inference.releases.promotion import ReleasePromotions
from inference.releases.releases import Releases
from inference.releases.shadowing import ReleaseShadows
from inference.releases.switching import ReleaseSwitches
from inference.services import InferenceServices
from rules.active import ActiveRulesets
from rules.assessment import Assessor
from rules.shadowing import RulesetShadows


class ReleaseServices(TypedDict):
    ruleset_shadows: RulesetShadows
    releases: Releases
    release_shadows: ReleaseShadows
    release_switches: ReleaseSwitches
    release_promotions: ReleasePromotions


def release_services(
    base: Foundation, inference: InferenceServices, active: ActiveRulesets
) -> ReleaseServices:
    parts = ReleaseParts(
        base.database, base.clock, inference.deployments, inference.registry, active, Assessor()
    )
    ruleset_shadows = RulesetShadows(base.database, base.clock, active)
    shadows = ReleaseShadows(parts, inference.experiments, ruleset_shadows)
    return ReleaseServices(
        ruleset_shadows=ruleset_shadows,
        releases=Releases(parts, shadows),
        release_shadows=shadows,
        release_switches=ReleaseSwitches(parts),
        release_promotions=ReleasePromotions(parts, base.tenants.tenants),
    )
