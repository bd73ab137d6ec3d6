"""Two people edit the same lead: the second is shown what changed, field by field, and nothing is lost."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from leadx_app.i18n import say
from tests.support.journeys import a_title, act, make, shown_lead


def test_the_second_save_chooses_field_by_field(enter: Callable[..., Page]):
    basic = enter("basic", to="/profile")
    lead = make(basic, a_title("Two at once"), hand_over=True, description="As it was", value="100")
    first, second = (enter(who, to=f"/leads/{lead}") for who in ("ingrid.nilsen@nordlys.example", "manager"))
    act(second, "Edit")
    form = shown_lead(second)
    form.get_by_label("Description").fill("What Magnus wrote")
    form.get_by_label("Lead value").fill("200")
    form.get_by_label("Tags").fill("only Magnus")

    # Ingrid reads Norwegian, and is first.
    act(first, say("nb", "Edit"))
    form = shown_lead(first)
    form.get_by_label(say("nb", "Description")).fill("What Ingrid wrote")
    form.get_by_label(say("nb", "Lead value")).fill("300")
    form.get_by_label(say("nb", "Phone")).fill("+47 22 00 00 00")
    form.get_by_label(say("nb", "Contact person")).fill("Only Ingrid")
    act(first, say("nb", "Save"))
    expect(shown_lead(first).get_by_text("What Ingrid wrote").first).to_be_visible()
    notice = second.get_by_text("Ingrid Nilsen changed this lead while you are editing. Your text is kept.")
    expect(notice).to_be_visible()
    expect(shown_lead(second).get_by_label("Description")).to_have_value("What Magnus wrote")

    act(second, "Save")
    conflict = second.get_by_role("dialog").filter(has_text="Ingrid Nilsen changed the same")
    expect(conflict.get_by_role("group")).to_have_count(2)
    description, value = (conflict.get_by_role("group", name=name) for name in ("Description", "Lead value"))
    for words in ("What Magnus wrote", "What Ingrid wrote"):
        expect(description).to_contain_text(words)
    for words in ("200", "300"):
        expect(value).to_contain_text(words)

    # Going back loses nothing; then one of each is kept.
    conflict.get_by_role("button", name="Back").click()
    expect(shown_lead(second).get_by_label("Description")).to_have_value("What Magnus wrote")
    act(second, "Save")
    description.get_by_label("Yours").check()
    value.get_by_label("Theirs").check()
    conflict.get_by_role("button", name="Save").click()
    for page in (first, second):
        for words in ("What Magnus wrote", "300", "only Magnus", "Only Ingrid"):
            expect(shown_lead(page)).to_contain_text(words)
    kept = second.request.get(f"/api/v1/leads/{lead}").json()
    assert (kept["description"], kept["value"], kept["tags"]) == ("What Magnus wrote", "300.00", ["only Magnus"])
    assert (kept["person"], kept["person_phone"].replace(" ", "")) == ("Only Ingrid", "+4722000000")
