"""Who is asked of a customer is a stable hash: even, sticky, other for each version, and growing with the share."""

import dataclasses
import uuid

import pytest

from inference import artefacts, catalogue, starters
from inference.routing import Deployed, Lane, Role, Routing, Share, deployed_of, place_of

CUSTOMERS = [uuid.uuid5(uuid.NAMESPACE_OID, str(number)) for number in range(20_000)]


@pytest.fixture(scope="module")
def starter() -> Deployed:
    loaded = artefacts.load(starters.files("credit-score"))
    return deployed_of(catalogue.get("credit-score"), uuid.uuid4(), loaded)


def other(deployed: Deployed, role: Role = "challenger") -> Deployed:
    return dataclasses.replace(deployed, version_id=uuid.uuid4(), deployment_id=uuid.uuid4(), role=role)


def test_a_share_is_what_it_says(starter: Deployed) -> None:
    """Of 20,000 customers 30 % go to the challenger, within four standard deviations; 0 and 100 are nobody and everybody."""
    challenger = other(starter)
    taken = sum(Share(challenger, 30).takes(customer) for customer in CUSTOMERS)
    assert abs(taken - 6_000) < 4 * (20_000 * 0.3 * 0.7) ** 0.5
    assert not any(Share(challenger, 0).takes(customer) for customer in CUSTOMERS)
    assert all(Share(challenger, 100).takes(customer) for customer in CUSTOMERS)


def test_a_greater_share_keeps_everybody(starter: Deployed) -> None:
    """Raising the share of a version moves customers in one direction only."""
    challenger = other(starter)
    small = {each for each in CUSTOMERS if Share(challenger, 10).takes(each)}
    large = {each for each in CUSTOMERS if Share(challenger, 25).takes(each)}
    assert small < large


def test_versions_try_different_customers() -> None:
    """Two versions share customers as if by chance: nobody is always the one tried on."""
    one, two = uuid.uuid4(), uuid.uuid4()
    both = sum(place_of(each, one) < 1_000 and place_of(each, two) < 1_000 for each in CUSTOMERS)
    assert 140 < both < 260  # a hundredth of 20,000


def test_a_segment_has_its_own_lane(starter: Deployed) -> None:
    """A declared segment goes to its lane; an unknown one, and none, to everybody's."""
    north = other(starter, "champion")
    shadow = other(starter, "shadow")
    routing = Routing(Lane(starter, shadow=Share(shadow, 100)), {"north": Lane(north)})
    assert routing.lane("north").choose(CUSTOMERS[0]) is north
    assert routing.lane("north").shadow_of(CUSTOMERS[0]) is None
    for segment in (None, "", "south"):
        assert routing.lane(segment).choose(CUSTOMERS[0]) is starter
        assert routing.lane(segment).shadow_of(CUSTOMERS[0]) is shadow
    assert routing.version_ids == {starter.version_id, north.version_id, shadow.version_id}
