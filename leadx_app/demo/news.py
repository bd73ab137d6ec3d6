"""The news of the demo: what the Managers of each organization told their people over the months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from leadx_app.domain import files
from leadx_app.domain.files import StoredFile
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.news.draft import CommentDraft, NewsDraft
from leadx_app.domain.news.publish import publish
from leadx_app.domain.news.talk import comment, mark_read, react
from leadx_app.domain.permissions import Actor
from leadx_app.models import Reaction

from .walk import Story, Walk

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Tale:
    """An item of the demo: when it was told, what it says, and what colleagues answered."""

    days_ago: float
    title: str
    html: str
    said: tuple[str, ...] = ()
    is_pinned: bool = False
    roles: tuple[str, ...] = ()
    has_picture: bool = False
    lasts_days: float = 0


TALES: dict[str, tuple[Tale, ...]] = {
    "Nordlys": (
        Tale(
            1,
            "Three roofs on one day",
            "<p>Yesterday we signed <strong>three solar roofs</strong> within six hours, and all three began as a tip"
            " from somebody who was at the customer's for another reason.</p><p>Keep your eyes open, and write it down"
            " before you drive on.</p>",
            ("Best Tuesday of the year.", "Så bra! Gratulerer til alle tre.", "Two more are waiting, just saying."),
            has_picture=True,
        ),
        Tale(
            3,
            "How we work with tips this winter",
            "<p>Three things that make a tip easy to win:</p><ol><li>A <strong>name</strong> and a phone number.</li>"
            "<li>What they heat with today.</li><li>When they want an answer.</li></ol>"
            "<p>Everything else we find out ourselves.</p>",
            ("Printed it and hung it in the van.",),
            is_pinned=True,
        ),
        Tale(
            12,
            "Ny lagerhall på Økern",
            "<p>Fra mandag henter dere varer i <strong>ny hall på Økern</strong>. Porten åpner kl. 6.30.</p>"
            "<ul><li>Inngang fra Økernveien</li><li>Ladeplasser til ni biler</li></ul>",
            ("Endelig!", "Finnes det kaffe?"),
        ),
        Tale(26, "Autumn party: sign up by Friday", "<p>Dinner at seven, dancing at ten.</p>", lasts_days=14),
        Tale(
            44,
            "Sales meeting moved to Thursday",
            "<p>From this week on we meet on <strong>Thursdays at nine</strong>. Bring your two hardest offers.</p>",
            roles=("professional", "manager"),
        ),
        Tale(
            75,
            "Heat pumps: new prices from the supplier",
            "<p>Prices rise by four percent. Offers that are out already keep the old price until the end of the"
            " month.</p><blockquote>Ask before you promise more.</blockquote>",
            ("Does this hold for Partner too?",),
        ),
        Tale(
            120,
            "Sommervakter",
            "<p>Takk til alle som tok en vakt i juli. <em>Dere berget sommeren.</em></p>",
            ("Og takk for isen!",),
        ),
        Tale(
            165,
            "A record spring",
            "<h3>What happened</h3><p>We brought in more leads in April and May than in the whole year before that.</p>"
            "<h3>What comes</h3><p>Two new colleagues start after the summer.</p>",
            ("What a team.", "Proud of us!"),
        ),
        Tale(
            230,
            "Welcome, Marte and Thomas",
            "<p>Marte Lindberg and Thomas Andersen join the sales team today. Say hello.</p>",
            ("Welcome!", "Velkommen!"),
        ),
        Tale(300, "Nye kontrakter med kommunen", "<p>Kommunen har valgt oss for åtte skoler over to år.</p>"),
        Tale(
            390,
            "Why everybody may bring in leads",
            "<p>The plumber sees the boiler before we do. That is why <strong>everybody</strong> here can write a lead,"
            " and hears what became of it.</p>",
            ("Good to know who answers.",),
        ),
        Tale(
            520,
            "Welcome to LeadX",
            "<p>From today all leads are in one place. Begin with the green hands.</p>",
            ("Works on my phone too.",),
        ),
    ),
    "Nordlys Service": (
        Tale(
            2,
            "Vaktliste for jul er klar",
            "<p>Se listen på oppslagstavla, og bytt dere imellom før fredag.</p>",
            ("Jeg kan ta lille julaften.",),
            is_pinned=True,
        ),
        Tale(40, "New gauges in all cars", "<p>Every car has a new gauge. The old ones go back to the store.</p>"),
        Tale(200, "Takk for innsatsen i stormen", "<p>Alle hadde varme innen <strong>ett døgn</strong>.</p>"),
    ),
    "Nordlys Partner": (
        Tale(
            5,
            "Partner day in Ålesund",
            "<p>We meet on the 12th. <strong>Bring one customer story each.</strong></p>",
            ("Booked!",),
        ),
        Tale(90, "Kurs i varmepumper", "<p>Kurset går over to dager, med prøve til slutt.</p>"),
    ),
    "Fjord": (
        Tale(
            1,
            "The quay at Måløy is ours",
            "<p>We signed for <strong>ten years</strong>. The first boats come in May.</p>",
            ("Hurra!", "Now we need more hands."),
            is_pinned=True,
        ),
        Tale(33, "Nye båter på verftet", "<p>Tre båter skal til verft før påske.</p>", ("Hvilke?",)),
        Tale(150, "Winter season in figures", "<p>Eleven contracts, four of them from tips.</p>"),
        Tale(400, "Velkommen om bord", "<p>Her skriver vi det alle skal vite.</p>"),
    ),
}

TO_COME = {
    "Nordlys": "Prices for next year",
    "Nordlys Service": "Nytt nødnummer",
    "Nordlys Partner": "Priser for neste år",
    "Fjord": "Autumn gathering in Florø",
}


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Who writes and who reads in one organization of the demo."""

    session: Session
    walk: Walk
    writers: Sequence[Actor]
    readers: Sequence[Actor]
    photos: Sequence[StoredFile]

    def begin(self, name: str) -> None:
        """Let everything be told at its time."""
        for number, tale in enumerate(TALES[name]):
            writer = self.writers[number % len(self.writers)]
            self.walk.begin(self._told(writer, tale), self.walk.until - timedelta(days=tale.days_ago))
        self.walk.begin(self._to_come(TO_COME[name]), self.walk.until - timedelta(days=6))

    def _told(self, writer: Actor, tale: Tale) -> Story:
        walk = self.walk
        fields: dict[str, Any] = {"is_pinned": tale.is_pinned, "roles": list(tale.roles)}
        if tale.lasts_days:
            fields["expires_at"] = walk.now + timedelta(days=tale.lasts_days)
        if tale.has_picture and self.photos:
            fields["picture_id"] = str(files.add_file(self.session, writer, self.photos[0], None, now=walk.now))
        news_id = self._publish(writer, tale.title, tale.html, **fields)
        readers = [one for one in self.readers if not tale.roles or one.role in tale.roles]
        walk.chance.shuffle(readers)
        for reader in readers[: max(2, len(readers) * 4 // 5)]:
            mark_read(self.session, reader, [news_id], now=walk.now)
            if walk.chance.random() < 0.45:
                react(self.session, reader, news_id, walk.chance.choice(list(Reaction)), True, now=walk.now)
            yield walk.days(0.001, 0.006)
        for text, reader in zip(tale.said, readers, strict=False):
            comment(self.session, reader, news_id, CommentDraft(text=text), now=walk.now)
            yield walk.days(0.005, 0.03)

    def _to_come(self, title: str) -> Story:
        """One that waits for its time, and one that is still a draft."""
        writer, soon = self.writers[0], self.walk.until + timedelta(days=4)
        self._publish(writer, title, "<p>From the first of the month on. The list follows here.</p>", publish_at=soon)
        yield HOUR
        self._publish(writer, "Notes for the next meeting", "<p>Stands, cars, the new price list.</p>", is_draft=True)

    def _publish(self, writer: Actor, title: str, html: str, **fields: Any) -> Any:
        draft = parse_draft(NewsDraft, {"title": title, "html": html, **fields})
        return publish(self.session, writer, draft, now=self.walk.now)
