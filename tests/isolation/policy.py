"""Who may see what of others (product.md sections 2, 3 and 10), said here and not asked of the code under test.

Every text of the world holds a word that says whose it is and what: `zqservicenotesqz` stands in a note of Nordlys
Service. The table says which roles may meet such a word that a *colleague* wrote: in their own organization, in a child
of theirs, in their parent. A sibling's and another tenant's words nobody meets, but for the names of `ACROSS`.
"""

import re
from dataclasses import dataclass

from leadx_app.models import Role

PLACES = ("nordlys", "service", "partner", "fjord")
"""The parent, its two children, and another tenant."""
PARENT_OF = {"service": "nordlys", "partner": "nordlys"}

NOBODY: frozenset[Role] = frozenset()
ALL = frozenset(Role)
FEED = ALL - {Role.LITE}
LEADERS = frozenset({Role.MANAGER, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})


@dataclass(frozen=True)
class Sight:
    """The roles that may see it: of their own organization, of a child of theirs, of their parent."""

    own: frozenset[Role]
    child: frozenset[Role] = NOBODY
    parent: frozenset[Role] = NOBODY


WHO_SEES: dict[str, Sight] = {
    # What stands in ...                  own     a child's  the parent's
    "leads": Sight(                       FEED,    LEADERS),              # Community shows headlines.
    "bells": Sight(                       ALL,     LEADERS),              # Everybody hears the bell.
    "companies": Sight(                   FEED,    LEADERS),
    "persons": Sight(                     FEED,    LEADERS),
    "descriptions": Sight(                LEADERS, LEADERS),              # Of leads: opened by parties and leaders.
    "notes": Sight(                       LEADERS, LEADERS),
    "files": Sight(                       LEADERS, LEADERS),
    "tags": Sight(                        LEADERS, LEADERS),
    "salesactivities": Sight(             LEADERS, LEADERS),              # The Admin: by the view on the tables.
    "tasks": Sight(                       LEADERS, LEADERS),
    "contactchanges": Sight(              FEED,    LEADERS),
    "news": Sight(                        ALL,     LEADERS,   ALL),
    "newscomments": Sight(                ALL,     LEADERS,   ALL),
    "articles": Sight(                    ALL,     LEADERS,   ALL),
    "tickets": Sight(                     ADMINS,  ADMINS),
    "ticketentries": Sight(               ADMINS,  ADMINS),
    "goals": Sight(                       ALL,     LEADERS),
    "sharedviews": Sight(                 ALL),                           # Of those who work there.
    "savedviews": Sight(                  NOBODY),
    "users": Sight(                       ALL,     LEADERS,   ALL),       # Names, beside what they did.
    "emails": Sight(                      ALL,     LEADERS),              # The search in the header finds colleagues.
    "organizations": Sight(               ALL,     ALL,       ALL),       # Their names.
    "profiles": Sight(                    ADMINS,  ADMINS),               # Addresses of organizations.
    "tenants": Sight(                     ALL,     ALL,       ALL),
    "stages": Sight(                      ALL,     ALL,       ALL),       # Lists are the tenant's.
    "categories": Sight(                  ALL,     ALL,       ALL),
    "sources": Sight(                     ALL,     ALL,       ALL),
    "lostreasons": Sight(                 ALL,     ALL,       ALL),
    "joinrequests": Sight(                ADMINS,  ADMINS),
    "auditentries": Sight(                ADMINS,  ADMINS),
    "outboxmails": Sight(                 ADMINS,  ADMINS),
    "webhooks": Sight(                    ADMINS,  ADMINS),
    "webhookdeliveries": Sight(           ADMINS,  ADMINS),
    "apitokens": Sight(                   ADMINS,  ADMINS),
    "imports": Sight(                     ADMINS,  ADMINS),               # File names, by the view on the tables.
    "importrows": Sight(                  NOBODY),                        # Whoever sent the file.
    "importtraces": Sight(                NOBODY),
    "passkeys": Sight(                    NOBODY),
    "usersessions": Sight(                NOBODY),
    "signinproviders": Sight(             ADMINS,  ADMINS),
    "signinlinks": Sight(                 NOBODY),
    "transfers": Sight(                   ADMINS,  ADMINS),
    "secrets": Sight(                     NOBODY),
}  # fmt: skip

ACROSS = frozenset({"organizations", "tenants", "stages", "categories", "sources", "lostreasons"})
"""What the whole tenant has in common, siblings too: whom a lead can be sent to, and the lists to choose from."""

_WORD = re.compile("zq(" + "|".join(PLACES) + ")([a-z]+?)qz")


def word(place: str, what: str) -> str:
    """The word that stands in every text of this kind of an organization; no word is a part of another one."""
    return f"zq{place}{what.replace('_', '')}qz"


def words_in(text: str) -> set[tuple[str, str]]:
    """Whose words, and of what kind, a text holds; in any case."""
    return set(_WORD.findall(text.lower()))


def may_see(reader_place: str, role: Role, place: str, what: str) -> bool:
    """Whether somebody with this role may meet a colleague's word of this kind of an organization."""
    sight = WHO_SEES[what]
    if place == reader_place:
        return role in sight.own
    if PARENT_OF.get(place) == reader_place:
        return role in sight.child
    if PARENT_OF.get(reader_place) == place:
        return role in sight.parent
    is_sibling = place in PARENT_OF and reader_place in PARENT_OF
    return is_sibling and what in ACROSS


def forbidden(reader_place: str, role: Role, text: str) -> list[tuple[str, str]]:
    """Words in a text that somebody with this role may not meet."""
    return sorted((place, what) for place, what in words_in(text) if not may_see(reader_place, role, place, what))
