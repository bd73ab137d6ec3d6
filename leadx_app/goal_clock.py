"""Goals are reached by what people do; the clock notices it and tells everybody, of each once."""

from datetime import datetime, timedelta
from uuid import UUID

from leadx_app.domain.goals import flag_reached, is_due, open_goals
from leadx_app.models import utc_now
from leadx_app.runtime import Runtime

LATE = timedelta(minutes=1)
"""An act may be kept that much later than its own moment."""

_known: dict[UUID, datetime | None] = {}


async def has_goals_to_look_at(runtime: Runtime) -> bool:
    """Whether anything happened that this process does not know of."""
    found = await runtime.database.system_async(open_goals, writes=False)
    return any(goal_id not in _known or _known[goal_id] != latest for goal_id, latest in found.items())


async def notice_goals(runtime: Runtime) -> None:
    """A round: look at the goals of organizations where something happened since they were looked at."""
    database = runtime.database
    found = await database.system_async(open_goals, writes=False)
    for goal_id, latest in found.items():
        if goal_id in _known and _known[goal_id] == latest:
            continue
        if await database.system_async(is_due, goal_id, writes=False):
            await database.system_async(flag_reached, goal_id)
    quiet = utc_now() - LATE
    _known.clear()
    _known.update({goal_id: latest for goal_id, latest in found.items() if latest is None or latest < quiet})
