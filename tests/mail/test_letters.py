"""Letters are in the reader's words, and whatever people write stays text."""

from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from leadx_app.adapters.mail_message import message
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.mails.compose import Item, Letter
from leadx_app.domain.notifications import TOLD
from leadx_app.domain.permissions import Actor
from leadx_app.domain.ports import OutgoingMail
from leadx_app.mail.account_letters import write_changed
from leadx_app.mail.letters import write_letter
from leadx_app.models import DateFormat, Organization, Role, User, new_id

NOW = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
LEAD = new_id()
NEWS = new_id()
ODD = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)',
    "formula": '=HYPERLINK("http://evil.example";"x")',
    "template": "{{ 7 * 7 }} {actor} {0} %s",
    "bidi": "\u202eexe.gpj\u202c",
    "hebrew": "שלום 123",
    "emoji": "🏆👩\u200d🚀",
    "long word": "x" * 5000,
    "header": "Hei\r\nBcc: everybody@evil.example\r\n\r\nBody",
    "line separators": "Hei\u2028Bcc: x@evil.example\x0bX: y",
}


def _reader(language: str = "en", time_zone: str = "Europe/Oslo", name: str = "Mona Manager") -> Actor:
    return Actor(new_id(), new_id(), new_id(), Role.MANAGER, name, language, time_zone)


def _item(**fields: object) -> Item:
    usual = {
        "kind": EventKind.LEAD_HANDED_OVER.value,
        "actor": "Bjørn Basic",
        "payload": {},
        "lead_id": LEAD,
        "title": "Heat pumps",
        "company": "Fjordheim skole",
        "occurred_at": NOW,
    }
    return Item(**{**usual, **fields})


def _letter(reader: Actor, *items: Item) -> Letter:
    return write_letter(lambda _: "https://leads.example.com", NOW)(reader, list(items))


def _on_the_wire(letter: Letter) -> object:
    mail = OutgoingMail(LEAD, 1, "mona@nordlys.example", letter.subject, letter.text, letter.html, "<1@x.example>", NOW)
    return message(mail, "LeadX <leadx@nordlys.example>", "https://leads.example.com/profile")


class _Parts(HTMLParser):
    """Elements, attributes and the text that a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.seen = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.seen += data


def test_a_letter_speaks_the_readers_language_and_time_zone() -> None:
    english = _letter(_reader(), _item())
    assert english.subject == "Bjørn Basic handed over “Heat pumps”"
    assert "Hello Mona Manager," in english.text
    assert "2\xa0Jul\xa02026, 00:30" in english.text
    norwegian = _letter(_reader("nb", "America/New_York"), _item())
    assert norwegian.subject == "Bjørn Basic overleverte «Heat pumps»"
    assert "Hei Mona Manager," in norwegian.text
    assert "1.\xa0juli\xa02026, 18:30" in norwegian.text
    assert '<html lang="nb">' in norwegian.html


def test_a_letter_links_to_the_lead_and_to_the_readers_choices() -> None:
    letter = _letter(_reader(), _item())
    links = {f"https://leads.example.com/leads/{LEAD}", "https://leads.example.com/profile"}
    assert set(_Parts(letter.html).links) == links
    assert all(link in letter.text for link in links)


def test_what_is_not_about_a_lead_links_to_the_news() -> None:
    payload = {"title": "Summer", "news_id": str(NEWS)}
    news = _item(kind=EventKind.NEWS_PUBLISHED.value, payload=payload, lead_id=None, title="", company="")
    letter = _letter(_reader(), news)
    assert letter.subject == "Bjørn Basic published the news “Summer”"
    assert f"https://leads.example.com/news?item={NEWS}" in letter.text


def test_a_letter_asks_no_other_host_for_anything() -> None:
    parts = _Parts(_letter(_reader(), _item(title="<img src=https://evil.example/x.png>")).html)
    assert {"img", "script", "link", "iframe", "style"}.isdisjoint(parts.tags)
    assert all(link.startswith("https://leads.example.com/") for link in parts.links)


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_whatever_people_write_stays_text(text: str) -> None:
    returned = _item(kind=EventKind.LEAD_RETURNED.value, actor=text, title=text, company=text, payload={"reason": text})
    plain = _Parts(_letter(_reader(), _item()).html)
    for items in ([returned], [returned, returned]):
        letter = _letter(_reader(name=text), *items)
        parts = _Parts(letter.html)
        assert parts.tags == plain.tags
        assert parts.attributes == plain.attributes
        wire = _on_the_wire(letter)
        assert wire["Bcc"] is None
        assert list(wire.keys()).count("Subject") == 1
        assert all(len(line) <= 998 for line in wire.as_bytes().split(b"\r\n"))
        assert len(letter.subject) <= 120
        assert "\n" not in letter.subject
        assert "\u202e" not in letter.subject + letter.text + letter.html
    if text == ODD["script"]:
        assert "<script>alert(1)</script>" in parts.seen


def test_text_that_runs_from_right_to_left_does_not_turn_the_sentence() -> None:
    letter = _letter(_reader(), _item(title=ODD["hebrew"]))
    assert letter.subject == f"Bjørn Basic handed over “\u2068{ODD['hebrew']}\u2069”"
    assert f"<bdi>{ODD['hebrew']}</bdi>" in letter.html


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("kind", TOLD)
def test_every_kind_makes_a_letter_even_if_its_event_lacks_a_word(kind: EventKind, language: str) -> None:
    letter = _letter(_reader(language), _item(kind=kind.value))
    assert "{" not in letter.subject + letter.text
    assert letter.subject


def test_both_parts_survive_the_wire() -> None:
    letter = _letter(_reader("nb"), _item(title="Blåbærsyltetøy 🏆"))
    wire = _on_the_wire(letter)
    assert wire["Subject"] == "Bjørn Basic overleverte «Blåbærsyltetøy 🏆»"
    assert wire["Auto-Submitted"] == "auto-generated"
    assert wire.get_body(["plain"]).get_content() == letter.text
    assert wire.get_body(["html"]).get_content() == letter.html


def test_a_letter_writes_days_as_the_organization_does() -> None:
    reader = replace(_reader(), date_format=DateFormat.ISO)
    ending = _item(
        kind=EventKind.SUBSCRIPTION_ENDING.value, payload={"name": "Nordlys", "ends_on": "2026-12-31"}, lead_id=None
    )
    letter = _letter(reader, ending)
    assert "2026-07-02, 00:30" in letter.text
    assert "whose last day is" in letter.text
    assert "2026-12-31" in letter.text
    assert "/admin/organization" in letter.text
    user = User(tenant_id=new_id(), organization_id=new_id(), email="m@x.example", name="Mona", created_at=NOW)
    here = Organization(tenant_id=new_id(), name="Nordlys", date_format=DateFormat.MONTH_FIRST, created_at=NOW)
    assert "07/02/2026, 00:30" in write_changed(lambda _: "https://leads.example.com", NOW)(user, here).text
