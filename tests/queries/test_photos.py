"""The photos of people beside their names: on leads, notes and rewards, for those who may look at them."""

from uuid import UUID

from sqlmodel import Session

from leadx_app.domain import files
from leadx_app.domain.accounts import SessionLimits, resolve_actor
from leadx_app.domain.files import StoredFile
from leadx_app.domain.find import find_file
from leadx_app.domain.notes import NoteDraft, write_note
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import shown_photo
from leadx_app.models import User, new_id
from leadx_app.queries.community import CommunityFilters, community_lead, community_page
from leadx_app.queries.lead_detail import lead_detail
from leadx_app.queries.lead_filters import LeadFilters
from leadx_app.queries.leads import lead_page
from leadx_app.queries.rewards import RewardFilters, rewards
from tests.cast import NOW, Cast, a_lead, an_assigned_lead


def _photo(session: Session, actor: Actor) -> UUID:
    key = f"{actor.tenant_id.hex}/{new_id().hex}"
    stored = StoredFile("me.webp", "image/webp", 9, "ab", key, f"{key}-thumbnail")
    return files.set_photo(session, actor, stored, now=NOW)


def test_owners_and_finders_have_their_faces_on_every_list(session: Session, cast: Cast) -> None:
    owner, finder = _photo(session, cast.professional), _photo(session, cast.basic)
    lead = an_assigned_lead(session, cast.basic, cast.manager, cast.professional)
    write_note(session, cast.professional, lead.id, NoteDraft(text="Called"), now=NOW)
    row = next(one for one in community_page(session, cast.other_basic, CommunityFilters(), now=NOW).rows)
    assert (row.id, row.owner_photo_id, row.creator_photo_id) == (lead.id, owner, finder)
    quick = community_lead(session, cast.other_basic, lead.id, now=NOW).row
    assert (quick.owner_photo_id, quick.creator_photo_id) == (owner, finder)
    detail = lead_detail(session, cast.manager, lead.id, now=NOW)
    assert (detail.owner_photo_id, detail.creator_photo_id) == (owner, finder)
    assert [(note.author_id, note.author_photo_id) for note in detail.notes] == [(cast.professional.user_id, owner)]
    filters = LeadFilters(person_id=cast.professional.user_id)
    (mine,) = lead_page(session, cast.professional, filters, now=NOW).rows
    assert (mine.owner_photo_id, mine.creator_photo_id) == (owner, finder)
    cards = {card.user_id: card.photo_id for card in rewards(session, cast.manager, RewardFilters(), now=NOW).cards}
    assert cards[cast.professional.user_id] == owner
    assert cards[cast.manager.user_id] is None


def test_a_face_is_shown_to_those_alone_who_may_read_its_file(session: Session, cast: Cast) -> None:
    """What a list shows by home is never more than `sees_file` allows."""
    photos = {actor.user_id: _photo(session, actor) for actor in cast.everybody().values()}
    homes = {one: session.get_one(User, one).organization_id for one in photos}
    seen: dict[UUID, set[UUID]] = {}
    for name, actor in cast.everybody().items():
        looker = resolve_actor(session, cast.credential(actor), now=NOW, limits=SessionLimits())
        shown = {one for one, photo in photos.items() if shown_photo(looker, photo, homes[one])}
        for one in shown:
            assert find_file(session, looker, photos[one], now=NOW), name
        seen[actor.user_id] = shown
    assert cast.child_manager.user_id in seen[cast.manager.user_id]
    assert cast.manager.user_id in seen[cast.child_basic.user_id]
    assert cast.sibling_manager.user_id not in seen[cast.child_manager.user_id]
    assert cast.child_manager.user_id not in seen[cast.basic.user_id]
    assert not seen[cast.stranger_admin.user_id] & {cast.basic.user_id, cast.manager.user_id}


def test_a_child_sees_the_faces_of_its_own_on_its_leads(session: Session, cast: Cast) -> None:
    photo = _photo(session, cast.child_professional)
    a_lead(session, cast.child_professional)
    (row,) = community_page(session, cast.child_basic, CommunityFilters(), now=NOW).rows
    assert (row.owner_photo_id, row.creator_photo_id) == (photo, photo)
