"""Erasures of people, put together for the faces, the worker and commands."""

from app.wiring.foundation import Foundation
from resolution.erasure.erasures import Erasures


def erasures(base: Foundation) -> Erasures:
    return Erasures(base.database, base.tenants.vaults, base.clock)
