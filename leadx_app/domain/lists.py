"""Lists that people filter, arrange and save: what of a list's address a saved view keeps, and its columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from leadx_app.models import ListName

from .errors import Invalid
from .permissions import Actor, Permission
from .text import clean_line

LONGEST_QUERY = 1_000
LONGEST_PART = 100
NO_COLUMNS = "none"


@dataclass(frozen=True, slots=True)
class ListKind:
    """What is known of a list.

    Attributes:
        permission: who reads the list.
        kept: the parts of its address that a saved view keeps, in their order.
        columns: those that can be chosen, in the order in which they stand.
        usual: the columns that stand there unless others are chosen.
    """

    permission: Permission
    kept: tuple[str, ...]
    columns: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()


_LEAD_PARTS = (
    "view",
    "status",
    "stage",
    "owner",
    "creator",
    "category",
    "source",
    "tag",
    "handshakes",
    "value_min",
    "value_max",
    "created_from",
    "created_to",
    "closing_from",
    "closing_to",
    "search",
    "sort",
)

_COMMUNITY_PARTS = (
    "status",
    "stage",
    "owner",
    "creator",
    "value_min",
    "value_max",
    "made_from",
    "made_to",
    "only",
    "organization",
    "search",
    "sort",
)
_AGENDA_PARTS = ("view", "tab", "kind", "whose", "lead", "priority", "due_from", "due_to", "search")
_PERSON_PARTS = ("organization", "leads", "created_from", "created_to", "letter", "search", "sort")
_COMPANY_PARTS = (
    "organization",
    "leads",
    "city",
    "country",
    "created_from",
    "created_to",
    "letter",
    "search",
    "sort",
)

LISTS: dict[ListName, ListKind] = {
    ListName.PIPELINE: ListKind(
        Permission.PIPELINE_READ,
        _LEAD_PARTS,
        columns=(
            "person",
            "category",
            "source",
            "creator",
            "closing",
            "created",
            "changed",
            "stage",
            "owner",
            "value",
            "hands",
            "age",
        ),
        usual=("stage", "owner", "value", "hands", "age"),
    ),
    ListName.COMMUNITY: ListKind(
        Permission.COMMUNITY_READ,
        _COMMUNITY_PARTS,
        columns=("creator", "created", "changed", "stage", "owner", "value", "hands", "age"),
        usual=("stage", "owner", "value", "hands", "age"),
    ),
    ListName.ACTIVITIES: ListKind(Permission.ACTIVITIES, _AGENDA_PARTS),
    ListName.COMPANIES: ListKind(
        Permission.CONTACTS_READ,
        _COMPANY_PARTS,
        columns=("number", "phone", "email", "created", "changed"),
        usual=("number", "phone", "email"),
    ),
    ListName.PERSONS: ListKind(
        Permission.CONTACTS_READ,
        _PERSON_PARTS,
        columns=("company", "phone", "email", "created", "changed"),
        usual=("company", "phone", "email"),
    ),
}


def kind_of(actor: Actor, name: ListName) -> ListKind:
    """What is known of a list.

    Raises:
        NotPermitted: the actor's role does not read it.
        Invalid: on `list`, for one without saved views.
    """
    if name not in LISTS:
        raise Invalid("Choose one from the list.", field="list")
    actor.require(LISTS[name].permission)
    return LISTS[name]


def kept_query(kind: ListKind, query: str) -> str:
    """Of an address, what a view keeps: known parts, each once and clean, in the order of the list.

    Raises:
        Invalid: on `query`, for more than an address holds.
    """
    try:
        found = {name: values[-1] for name, values in parse_qs(query[: LONGEST_QUERY * 4], max_num_fields=100).items()}
    except ValueError:
        found = {}
    parts = {name: clean_line(found[name])[:LONGEST_PART] for name in kind.kept if name in found}
    kept = urlencode({name: text for name, text in parts.items() if text})
    if len(kept) > LONGEST_QUERY:
        raise Invalid("These filters are too many to be saved.", field="query")
    return kept


def kept_columns(kind: ListKind, columns: Iterable[str]) -> str:
    """The chosen columns of a list as text, in their order; "" for the usual ones. What it does not have is left out.

    The inverse is `columns_of`.
    """
    wanted = set(columns)
    chosen = tuple(column for column in kind.columns if column in wanted)
    return "" if chosen == kind.usual else ",".join(chosen) or NO_COLUMNS


def columns_of(kind: ListKind, text: str) -> tuple[str, ...]:
    """The columns that a text of `kept_columns` names, as far as the list has them."""
    if not text:
        return kind.usual
    wanted = set(text.split(","))
    return tuple(column for column in kind.columns if column in wanted)
