"""The feed's own table: which kinds it shows, with which words and icons."""

from leadx_app import i18n
from leadx_app.components.ui.icons import ICONS
from leadx_app.domain.event_kinds import FEED, EventKind, FeedKind, feed_kind
from leadx_app.domain.feed import FEED_CHANGES, FEED_KINDS, FEED_LABELS, Part, filled


def test_every_kind_of_the_feed_has_a_sentence_an_icon_and_a_label():
    assert set(FEED_KINDS) == set(FEED)
    assert set(FEED_LABELS) == set(FeedKind) == set(FEED.values())
    assert {sentence.icon for sentence in FEED_KINDS.values()} <= ICONS
    assert set(FEED) <= FEED_CHANGES


def test_every_sentence_and_label_has_its_norwegian():
    texts = {sentence.text for sentence in FEED_KINDS.values()} | set(FEED_LABELS.values())
    assert texts - set(i18n.NORWEGIAN) == set()


def test_an_assignment_stands_in_the_feed_only_with_a_handshake():
    assert feed_kind(EventKind.LEAD_ASSIGNED, {"handshake": True}) == FeedKind.ACCEPTED
    assert feed_kind(EventKind.LEAD_ASSIGNED, {"handshake": False}) is None
    assert feed_kind(EventKind.LEAD_ASSIGNED, {}) is None
    assert feed_kind(EventKind.NOTE_ADDED, {}) is None


def test_a_sentence_is_filled_piece_by_piece_whatever_the_names_hold():
    parts = filled("{actor} won {lead}", {"actor": "{lead}", "lead": "{{x}} <b>"})
    assert parts == [Part("{lead}", "actor"), Part(" won "), Part("{{x}} <b>", "lead")]
