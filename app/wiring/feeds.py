"""Feeds: as the server offers them, and as the worker looks at them."""

from app.wiring.batches import batches
from app.wiring.foundation import Foundation
from app.wiring.imports import imports
from inference.services import InferenceServices
from payments.importing.imports import ImportSettings
from resolution.feeds.addresses import AddressVisits
from resolution.feeds.deliveries import FeedDeliveries
from resolution.feeds.feeds import Feeds
from resolution.feeds.folder_visits import FolderVisits
from resolution.feeds.takings import Takings
from resolution.feeds.watch import FeedWatch
from resolution.outbound.exchange import WayOut
from resolution.outbound.reach import Reach
from rules.active import ActiveRulesets


def feeds(base: Foundation) -> Feeds:
    has_folder = base.settings.drop_dir is not None
    reach = Reach(base.settings.outbound_allow)
    return Feeds(base.database, base.tenants.vaults, base.true_clock, reach, has_folder=has_folder)


def takings(base: Foundation, inference: InferenceServices) -> Takings:
    of_files = batches(base, inference.deployments, ActiveRulesets(base.database))
    return Takings(base.database, base.tenants.vaults, imports(base), of_files, base.true_clock)


def feed_deliveries(base: Foundation, inference: InferenceServices) -> FeedDeliveries:
    return FeedDeliveries(
        base.database,
        base.tenants.vaults,
        takings(base, inference),
        inference.decisions,
        inference.categories,
        clock=base.clock,
    )


def feed_watch(base: Foundation, inference: InferenceServices, way_out: WayOut) -> FeedWatch:
    taking, root = takings(base, inference), base.settings.drop_dir
    folders = None
    if root is not None:
        folders = FolderVisits(
            taking,
            root,
            import_bytes_max=ImportSettings().bytes_max,
            batch_bytes_max=base.settings.batches.bytes_max,
        )
    addresses = AddressVisits(base.database, base.tenants.vaults, taking, way_out, base.true_clock)
    return FeedWatch(base.database, taking, folders, addresses, base.true_clock)
