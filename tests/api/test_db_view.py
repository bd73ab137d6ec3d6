"""The view on the tables: for Admins, of their own tenant, without secrets, changed through the pages' commands."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select
from starlette.testclient import TestClient

from leadx_app.api.db_view import db_view
from leadx_app.domain.permissions import Actor
from leadx_app.models import Category, Company, DateFormat, Event, Lead, Organization, Stage, User
from leadx_app.queries.db_view import SHOWN, columns_of
from leadx_app.runtime import use_runtime
from tests.api.conftest import NEVER, Office
from tests.cast import a_lead, a_won_lead

Ask = Callable[..., Any]


@pytest.fixture
def office(lane_office: Office) -> Office:
    return lane_office


@pytest.fixture(scope="module")
def http(lane_office: Office) -> Iterator[TestClient]:
    with use_runtime(lane_office.runtime), TestClient(db_view(), follow_redirects=False) as http:
        yield http


@pytest.fixture
def ask(office: Office, http: TestClient) -> Iterator[Ask]:
    """Asks for a page of the view as somebody, as a browser does: with the session cookie alone."""
    with use_runtime(office.runtime):

        def one(actor: Actor | None, path: str, form: dict[str, Any] | None = None, **query: Any) -> Any:
            http.cookies.clear()
            if actor is not None:
                http.cookies.set("leadx_session", office.cast.secret(actor))
            if form is None:
                return http.get(f"/admin/db{path}", params=query)
            http.get("/admin/db/leads/list")
            token = http.cookies["starlette_admin_csrftoken"]
            return http.post(f"/admin/db{path}", params=query, data=form | {"csrftoken": token})

        yield one


def form_of(page: str) -> dict[str, str]:
    """What a page's edit form would send as it stands."""
    fields = dict(re.findall(r'<input[^>]*\bname="(\w+)"[^>]*\bvalue="([^"]*)"', page))
    areas = re.findall(r'<textarea[^>]*\bname="(\w+)"[^>]*>\s*([^<]*)</textarea>', page)
    return fields | {name: text.strip() for name, text in areas}


def varying(page: str) -> str:
    """A page without what differs each time: the nonce and the form's token."""
    return re.sub(r'nonce="[^"]*"|value="[^"]{40,}"', "", page)


def test_an_admin_browses_searches_sorts_and_filters_every_table(office: Office, ask: Ask):
    admin = office.cast.admin
    office.make(a_lead, office.cast.professional, title="Heat pumps", value="1200.50")
    office.make(a_lead, office.cast.professional, title="Cold store")
    for table in SHOWN:
        assert ask(admin, f"/{table}/list").status_code == 200, table
    iso = sa.update(Organization).values(date_format=DateFormat.ISO)
    office.within(lambda session: session.connection().execute(iso))
    everything = ask(admin, "/leads/list").text
    assert re.search(r"\d{4}-\d\d-\d\d, \d\d:\d\d", everything), "moments are read as on the pages"
    assert "Heat pumps" in everything
    assert "Cold store" in everything
    assert "1200.50" in everything
    assert "Cold store" not in ask(admin, "/leads/list", q="heat").text
    ordered = ask(admin, "/leads/list", sort="title__asc").text
    assert ordered.index("Cold store") < ordered.index("Heat pumps")
    assert "Heat pumps" not in ask(admin, "/leads/list", filter="value:is_empty").text
    assert "Cold store" not in ask(admin, "/leads/list", filter="value:at_least:1000").text
    assert ask(admin, "/leads/list", filter="secret:is:1").status_code == 400
    norwegian = sa.update(User).where(User.id == admin.user_id).values(language="nb")
    office.within(lambda session: session.connection().execute(norwegian))
    page = ask(admin, "/leads/list").text
    assert "LeadX · Databasevisning" in page
    assert "Back to LeadX" not in page
    office.within(lambda session: session.connection().execute(norwegian.values(language="en")))


def test_only_admins_come_in(office: Office, ask: Ask):
    for name, actor in office.cast.everybody().items():
        is_admin = name in ("admin", "stranger_admin")
        for path in ("/leads/list", "/users/list"):
            answer = ask(actor, path)
            assert answer.status_code == (200 if is_admin else 303), name
            assert is_admin or "/admin/db/login" in answer.headers["location"], name
    assert ask(None, "/leads/list").status_code == 303
    assert ask(None, "/login").headers["location"] == "/login?next=%2Fadmin%2Fdb"
    assert ask(office.cast.manager, "/login").headers["location"] == "/admin"


def test_rows_of_another_tenant_are_as_if_they_never_were(office: Office, ask: Ask):
    lead = office.make(a_lead, office.cast.stranger_manager, title="Canary of Fjord")
    admin = office.cast.admin
    for table in SHOWN:
        assert "Canary" not in ask(admin, f"/{table}/list").text, table
    for path in ("detail", "edit"):
        theirs, never = (ask(admin, f"/leads/{path}", pk=str(pk)) for pk in (lead, NEVER))
        assert (theirs.status_code, never.status_code) == (404, 404)
        assert varying(theirs.text.replace(str(lead), NEVER)) == varying(never.text)
    assert "Canary of Fjord" in ask(office.cast.stranger_admin, "/leads/list").text


def test_no_column_that_is_shown_can_hold_a_secret():
    shown = {f"{table}.{column.name}" for table in SHOWN for column in columns_of(table)}
    secrets = re.compile(r"hash|secret|token|password|payload|p256dh|endpoint|storage_key|html_body|\.auth$")
    assert {name for name in shown if secrets.search(name)} == set()
    assert not {"user_sessions", "api_tokens", "account_links", "push_subscriptions", "calendar_addresses"} & set(SHOWN)


def test_a_change_goes_through_the_command_with_its_checks_and_is_recorded(office: Office, ask: Ask):
    admin = office.cast.admin
    lead = office.make(a_lead, office.cast.professional, title="Heat pumps", value="1200.50")
    form = form_of(ask(admin, "/leads/edit", pk=str(lead)).text)
    assert form["title"] == "Heat pumps"
    wrong = ask(admin, "/leads/edit", form=form | {"value": "-1", "title": ""}, pk=str(lead))
    assert wrong.status_code == 422
    saved = ask(admin, "/leads/edit", form=form | {"title": "Heat pumps, six"}, pk=str(lead))
    assert saved.status_code == 303, saved.text

    def now_is(session: Session) -> tuple[str, list[str]]:
        kinds = session.exec(select(Event.kind).where(Event.lead_id == lead).order_by(Event.id)).all()
        return session.get_one(Lead, lead).title, list(kinds)

    title, kinds = office.within(now_is)
    assert (title, kinds[-1], kinds.count("lead.updated")) == ("Heat pumps, six", "lead.updated", 1)
    log = office.get(admin, "/api/v1/audit", params={"area": "rows"}).json()["rows"]
    assert [(row["actor"], row["payload"]["table"], row["payload"]["columns"]) for row in log] == [
        (admin.name, "leads", "title")
    ]
    late = ask(admin, "/leads/edit", form=form | {"title": "Heat pumps, seven"}, pk=str(lead))
    assert late.status_code == 422
    assert "Heat pumps, six" in late.text


def test_a_won_lead_and_what_is_only_read_stay_as_they_are(office: Office, ask: Ask):
    admin = office.cast.admin
    won = office.make(a_won_lead, office.cast.professional, title="Sold", value="500")
    form = form_of(ask(admin, "/leads/edit", pk=str(won)).text)
    assert ask(admin, "/leads/edit", form=form | {"value": "900"}, pk=str(won)).status_code == 422
    assert ask(admin, "/events/edit", form={"kind": "other"}, pk=NEVER).status_code == 403
    assert ask(admin, "/leads/create", form={"title": "New"}).status_code == 403
    company = office.within(lambda session: str(session.exec(select(Company.id).limit(1)).one()))
    form = form_of(ask(admin, "/companies/edit", pk=company).text)
    assert ask(admin, "/companies/edit", form=form | {"email": "nobody"}, pk=company).status_code == 422
    assert ask(admin, "/companies/edit", form=form | {"city": "Bodø"}, pk=company).status_code == 303
    assert office.within(lambda session: session.exec(select(Company.city)).all()).count("Bodø") == 1


def test_a_stage_and_a_category_are_renamed_as_on_their_own_pages(office: Office, ask: Ask):
    admin = office.cast.admin
    for table, model in (("stages", Stage), ("categories", Category)):
        own = select(model).where(model.tenant_id == admin.tenant_id).order_by(model.position)
        first, second = office.within(lambda session, own=own: [(str(one.id), one.name) for one in session.exec(own)])[
            :2
        ]
        form = form_of(ask(admin, f"/{table}/edit", pk=first[0]).text)
        assert form["name"] == first[1]
        taken = ask(admin, f"/{table}/edit", form=form | {"name": second[1]}, pk=first[0])
        assert taken.status_code == 422, table
        assert ask(admin, f"/{table}/edit", form=form | {"name": f"{first[1]}!"}, pk=first[0]).status_code == 303
        assert office.within(lambda session, own=own: session.exec(own).first().name) == f"{first[1]}!"
        assert ask(admin, f"/{table}/edit", form=form, pk=first[0]).status_code == 303


def test_a_post_without_the_forms_own_token_is_refused(office: Office, http: TestClient):
    with use_runtime(office.runtime):
        http.cookies.clear()
        http.cookies.set("leadx_session", office.cast.secret(office.cast.admin))
        assert http.post("/admin/db/leads/edit", params={"pk": NEVER}, data={"title": "x"}).status_code == 403


def test_scripts_run_only_with_the_answers_nonce_and_nothing_stands_in_attributes(office: Office, ask: Ask):
    lead = office.make(a_lead, office.cast.professional, title="<script>harm()</script>")
    nonces = set()
    for path, query in (("/leads/list", {}), ("/leads/detail", {"pk": str(lead)}), ("/leads/edit", {"pk": str(lead)})):
        answer = ask(office.cast.admin, path, **query)
        policy = answer.headers["content-security-policy"]
        nonce = re.search(r"'nonce-([^']+)'", policy)[1]
        nonces.add(nonce)
        assert "unsafe" not in policy.split("script-src")[1].split(";")[0]
        scripts = re.findall(r"<script\b[^>]*>", answer.text)
        assert scripts, path
        assert all(f'nonce="{nonce}"' in one for one in scripts), path
        assert "<script>harm" not in answer.text
        assert not re.search(r"\son(click|change|load|submit|error|input)=", answer.text), path
        assert "rsms.me" not in answer.text
    assert len(nonces) == 3
