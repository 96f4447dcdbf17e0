"""Erasures of people, put together for the faces, the worker and commands."""

from typing import TypedDict

from app.wiring.foundation import Foundation
from inference.retention import Retentions
from resolution.erasure.erasures import Erasures


def erasures(base: Foundation) -> Erasures:
    return Erasures(base.database, base.tenants.vaults, base.clock)


class ErasureServices(TypedDict):
    """Fields of `Services`."""

    erasures: Erasures
    retentions: Retentions


def erasure_services(base: Foundation) -> ErasureServices:
    return ErasureServices(erasures=erasures(base), retentions=retentions(base))


def retentions(base: Foundation) -> Retentions:
    return Retentions(base.database, base.clock)
