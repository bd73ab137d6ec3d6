"""Sales Community as a list: what it is filtered and arranged by, all of it answered by an index."""

from typing import Any

from leadx_app.domain.lists import LISTS
from leadx_app.models import ListName
from leadx_app.queries.community import Only
from leadx_app.state.community_address import CommunityAddress
from leadx_app.state.contacts_list import ORGANIZATION
from leadx_app.state.list_filters import PAST, Filter, FilterKind
from leadx_app.state.pipeline_list import COLUMNS, CREATOR, OWNER, VALUE

STATUS = Filter(
    "status",
    "Status",
    FilterKind.CHOICE,
    choices=(
        ("all", "All statuses"),
        ("ongoing", "Ongoing"),
        ("won", "Won"),
        ("closed", "Closed"),
        ("parked", "Parked"),
        ("ended", "Won and closed"),
        ("counted", "All but parked"),
    ),
    stays=True,
)
STAGE = Filter("stage", "Stage", FilterKind.PICK, offers="stages", of_page=True, empty="All stages", stays=True)
MADE = Filter("made", "Created", FilterKind.DAYS, presets=PAST)
HANDSHAKES = Filter("handshakes", "Handshakes only", FilterKind.FLAG, part="only", flag=Only.WITH_HANDSHAKE.value)
WITH_VALUE = Filter("valued", "With a value only", FilterKind.FLAG, part="only", flag=Only.WITH_VALUE.value)

COMMUNITY_LIST: dict[str, Any] = {
    "address": CommunityAddress,
    "usual": "All leads",
    "filters": (ORGANIZATION, STATUS, STAGE, OWNER, CREATOR, VALUE, MADE, HANDSHAKES, WITH_VALUE),
    "sorts": (
        ("updated", "Latest change"),
        ("created", "Newest"),
        ("oldest", "Oldest"),
        ("value", "Highest value"),
    ),
    "columns": {key: COLUMNS[key] for key in LISTS[ListName.COMMUNITY].columns},
    "stays": ("lead",),
}
