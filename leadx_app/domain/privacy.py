"""What is stored about people, why and for how long: one table for the privacy page, compared with the models."""

import re
from dataclasses import dataclass

PERSONAL = re.compile(r"email|phone|photo|user_agent|^address$|endpoint|^name$")
"""How columns sound that may say something about a person."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Something that is stored; the texts are English and are said in the reader's language.

    Attributes:
        columns: where it stands, `table.column`; a table alone means whatever it says of people.
    """

    what: str
    why: str
    how_long: str
    columns: tuple[str, ...] = ()


WHILE_MEMBER = "As long as you belong to the organization. Afterwards until an Admin erases you, at once on request."

STORED: tuple[Stored, ...] = (
    Stored(
        "Name, email, phone and photo; language, time zone and theme",
        "So that colleagues know who you are and reach you, and you see LeadX as you like it.",
        WHILE_MEMBER,
        ("users.email", "users.name", "users.phone", "users.photo_id"),
    ),
    Stored(
        "A fingerprint of your password, never the password; your second step, sealed; your passkeys",
        "So that only you sign in as you.",
        "Until you choose another one, or are erased.",
        ("passkeys.name",),
    ),
    Stored(
        "Your account at the provider with which you sign in: its address and the id that it has for you",
        "Only when your organization lets you sign in that way, so that you are known when your name changes.",
        "Until you are erased. The provider learns that you use LeadX, and when you sign in.",
        ("sign_in_links.issuer", "sign_in_links.subject"),
    ),
    Stored(
        "Where you are signed in: browser, network and times",
        "So that you see and end your own sessions, and Admins see when you were here last.",
        "A session ends after 30 days at most; that it was there is kept until you are erased.",
        ("user_sessions.user_agent", "user_sessions.address"),
    ),
    Stored(
        "The Admins' log: sign-ins with their network, refusals, changes of rights, exports",
        "So that nobody guesses passwords, and misuse can be found.",
        "As long as the organization uses LeadX. It does not name you any more when you are erased.",
        ("audit_entries.address",),
    ),
    Stored(
        "Requests to join: name, email and phone",
        "So that an Admin can answer them.",
        "Until you are erased, or the customer's data are removed.",
        ("join_requests.email", "join_requests.name", "join_requests.phone"),
    ),
    Stored(
        "What you do: leads, notes, tasks, activities, news, comments, points, tickets, and the history of changes",
        "This is what LeadX is for: who found, worked and won what.",
        "As long as the organization uses LeadX. When you are erased it stays under “Erased person”.",
    ),
    Stored(
        "Notifications and mails to you",
        "So that you hear of what concerns you.",
        "Mails for 90 days; all of them go when you are erased.",
        ("outbox_mails.address",),
    ),
    Stored(
        "Devices that you let us notify, private calendar addresses, API tokens",
        "Only when you turned them on yourself.",
        "Until you end them; devices also end with their session.",
        ("push_subscriptions.endpoint", "push_subscriptions.endpoint_hash", "api_tokens.name"),
    ),
    Stored(
        "Contact persons: name, title, email, phone, company and what is planned with them",
        "So that sales people reach the people whom their leads are about.",
        "As long as the organization needs them; an Admin erases a contact person at once on request.",
        ("persons.name", "persons.email", "persons.email_key", "persons.phone"),
    ),
    Stored(
        "Imported tables and archives of everything, which hold the data above",
        "So that an import can be taken back, and a customer can take their data with them.",
        "Imports for 90 days, archives for 24 hours.",
    ),
)

NOT_OF_PEOPLE = frozenset(
    {
        "articles", "audit_entries", "categories", "companies", "files", "goals", "lost_reasons", "organizations",
        "round_runs", "saved_views", "sources", "stages", "tags", "tenants", "webhooks",
    }
)  # fmt: skip
"""Tables whose names, addresses and phones are those of things and companies."""
