"""My Pipeline as a list: what it is filtered and arranged by. The filters of leads serve other lists too."""

from typing import Any

from leadx_app.queries.pipeline import View
from leadx_app.state.list_filters import COMING, PAST, Filter, FilterKind
from leadx_app.state.pipeline_address import PipelineAddress

STATUS = Filter(
    "status",
    "Status",
    FilterKind.CHOICE,
    choices=(
        ("ongoing", "Ongoing"),
        ("parked", "Parked"),
        ("won", "Won"),
        ("closed", "Closed"),
        ("ended", "Won and closed"),
        ("counted", "All but parked"),
        ("all", "All"),
    ),
    stays=True,
)
STAGE = Filter("stage", "Stage", FilterKind.PICK, offers="stages", empty="All stages")
OWNER = Filter("owner", "Owner", FilterKind.PICK, offers="owners")
CREATOR = Filter("creator", "Brought in by", FilterKind.PICK, offers="people")
CATEGORY = Filter("category", "Category", FilterKind.PICK, offers="categories")
SOURCE = Filter("source", "Source", FilterKind.PICK, offers="sources")
TAG = Filter("tag", "Tagged", FilterKind.PICK, offers="tags")
VALUE = Filter("value", "Value", FilterKind.AMOUNTS)
CREATED = Filter("created", "Created", FilterKind.DAYS, presets=PAST)
CLOSING = Filter("closing", "Closing date", FilterKind.DAYS, presets=COMING)
HANDSHAKES = Filter("handshakes", "Handshakes only", FilterKind.FLAG)

ORDERS = (
    ("updated", "Latest change"),
    ("created", "Newest"),
    ("oldest", "Oldest"),
    ("value", "Highest value"),
    ("title", "Title"),
)
COLUMNS = {
    "person": "Contact person",
    "category": "Category",
    "source": "Source",
    "creator": "Brought in by",
    "closing": "Closing date",
    "created": "Created",
    "changed": "Changed",
    "stage": "Stage",
    "owner": "Owner",
    "value": "Value",
    "hands": "Handshake",
    "age": "Age",
}
_FILTERS = (STATUS, STAGE, OWNER, CREATOR, CATEGORY, SOURCE, TAG, VALUE, CREATED, CLOSING, HANDSHAKES)
_ON_A_BOARD = frozenset({"display", "status"})
_OF_CONTACTS = frozenset({"display", "views", *(one.key for one in _FILTERS)})


def _hidden(at: PipelineAddress) -> frozenset[str]:
    """A board shows ongoing leads by stage, each in full; the contacts are only searched."""
    hidden = {View.BOARD: _ON_A_BOARD, View.CONTACTS: _OF_CONTACTS, View.SENT: _OF_CONTACTS}
    return hidden.get(View(at.view), frozenset())


PIPELINE_LIST: dict[str, Any] = {
    "address": PipelineAddress,
    "usual": "All leads",
    "filters": _FILTERS,
    "sorts": ORDERS,
    "columns": COLUMNS,
    "hidden": _hidden,
    "stays": ("view", "organization", "person"),
}
