"""Community of an organization, and the care of its kept figures, at growing numbers of leads."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.measure import Timing, timed
from bench.seed import House
from leadx_app.db import Database
from leadx_app.figures import differences_of, rebuild_one
from leadx_app.queries.community import CommunityFilters, community
from leadx_app.queries.figures import organization_counts, organization_kpis

CALLS = 100


@dataclass(frozen=True)
class Care:
    """Seconds that a rebuild and a recount of all figures take, and the most memory of this process so far, in MB."""

    rebuild: float
    verify: float
    memory: int


def community_timings(database: Database, house: House) -> dict[str, Timing]:
    """The organization-wide figures, its counts, and its page with all of them, as a Manager reads them."""
    here = {house.organization_id}
    reads = {
        "organization KPIs": lambda: database.read(house.manager.credential, organization_kpis, here),
        "counts per stage": lambda: database.read(house.manager.credential, organization_counts, here),
        "Community, list + KPIs": lambda: database.read(house.manager.credential, community, CommunityFilters()),
    }
    return {name: timed(database, [read] * CALLS) for name, read in reads.items()}


def page_calls(database: Database, house: House) -> list[Callable[[], object]]:
    """Reads of the page, for the comparison of sizes."""
    return [lambda: database.read(house.manager.credential, community, CommunityFilters())] * CALLS


def care(database: Database, house: House) -> Care:
    """Count the figures anew, then compare them with the leads."""
    begun = time.perf_counter()
    database.system(rebuild_one, house.organization_id)
    rebuilt = time.perf_counter()
    found = database.system(differences_of, house.organization_id, writes=False)
    assert not found, found[:5]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Care(rebuilt - begun, time.perf_counter() - rebuilt, memory)
