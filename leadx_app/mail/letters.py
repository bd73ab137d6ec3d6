"""The words of a letter: plain and as HTML, in the reader's language and time zone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from string import Formatter

from markupsafe import Markup, escape

from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.mails.compose import Item, Letter
from leadx_app.domain.notifications import said_of
from leadx_app.domain.permissions import Actor
from leadx_app.domain.text import clean_line
from leadx_app.hosts import Home
from leadx_app.mail.words import isolated, templates
from leadx_app.state.format import DASH, Look, look_for
from leadx_app.state.notification_lines import LEADS, PEOPLE, TASKS

LONGEST_SUBJECT = 120


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One thing that happened in the reader's words: once as plain text, once as HTML."""

    sentence: str
    markup: Markup
    company: str
    moment: str
    link: str
    link_words: str


def write_letter(home: Home, now: datetime) -> Callable[[Actor, list[Item]], Letter]:
    """What writes letters with links to the application at the customer's address."""

    def write(reader: Actor, items: list[Item]) -> Letter:
        look, address = look_for(reader, now), home(reader.tenant_id)
        paragraphs = [_paragraph(item, reader, look, address) for item in items]
        words = {
            "language": reader.language,
            "subject": _subject(paragraphs, look),
            "greeting": look.say("Hello {name},", name=clean_line(reader.name)),
            "paragraphs": paragraphs,
            "reason": look.say("You get this mail because somebody did something that concerns you."),
            "choose": look.say("Choose what you are mailed about"),
            "preferences": f"{address}/profile",
        }
        text, html = (templates().get_template(name).render(words) for name in ("letter.txt", "letter.html"))
        return Letter(words["subject"], text, html)

    return write


def _paragraph(item: Item, reader: Actor, look: Look, address: str) -> Paragraph:
    template = look.say(said_of(EventKind(item.kind), item.payload, reader.name))
    payload = look.with_days(
        {name: clean_line(value) for name, value in item.payload.items() if isinstance(value, str)}
    )
    unknown = {name: DASH for _, name, _, _ in Formatter().parse(template) if name}
    names = {**unknown, **payload, "actor": clean_line(item.actor), "lead": clean_line(item.title)}
    marked = {name: Markup("<bdi>{}</bdi>").format(value) for name, value in names.items()}
    return Paragraph(
        sentence=template.format(**{name: isolated(value) for name, value in names.items()}),
        markup=Markup(escape(template)).format(**marked),
        company=isolated(clean_line(item.company)),
        moment=look.moment(item.occurred_at),
        **_link(item, look, address),
    )


def _link(item: Item, look: Look, address: str) -> dict[str, str]:
    """Where to see what happened."""
    if item.lead_id:
        return {"link": f"{address}/leads/{item.lead_id}", "link_words": look.say("Open the lead")}
    if EventKind(item.kind) in TASKS:
        return {"link": f"{address}/activities", "link_words": look.say("Open your activities")}
    if EventKind(item.kind) in LEADS:
        return {"link": f"{address}/pipeline", "link_words": look.say("Open your pipeline")}
    if EventKind(item.kind) == EventKind.SUBSCRIPTION_ENDING:
        return {"link": f"{address}/admin/organization", "link_words": look.say("Open Organizational Profile")}
    if EventKind(item.kind) in PEOPLE:
        return {"link": f"{address}/admin/users", "link_words": look.say("Open User Management")}
    if ticket_id := item.payload.get("ticket_id"):
        return {"link": f"{address}/support/tickets/{ticket_id}", "link_words": look.say("Open the ticket")}
    news_id = item.payload.get("news_id")
    page = f"/news?item={news_id}" if news_id else "/news"
    return {"link": f"{address}{page}", "link_words": look.say("Open the news")}


def _subject(paragraphs: list[Paragraph], look: Look) -> str:
    """The sentence; of several only how many there are."""
    if len(paragraphs) > 1:
        return look.say("{count} messages from LeadX", count=look.number(len(paragraphs)))
    subject = paragraphs[0].sentence
    return subject if len(subject) <= LONGEST_SUBJECT else f"{subject[: LONGEST_SUBJECT - 1].rstrip()}…"
