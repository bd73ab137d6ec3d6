"""What is done to the saved views of the list that is open; which there are the list itself says."""

from uuid import UUID

import reflex as rx

from leadx_app.domain.errors import Invalid
from leadx_app.domain.views import ViewEdit, change_view, choose_default, remove_view, restore_view
from leadx_app.models import Density, ListName
from leadx_app.state.address_words import id_of
from leadx_app.state.doors import Form, attempt, handler
from leadx_app.state.list_address import shown_by
from leadx_app.state.list_forms import ViewForm, rename_view, save_as_view
from leadx_app.state.lists import ListState
from leadx_app.state.look import say_done
from leadx_app.state.parameters import IdOrNothing, LeadId


class ListViewsState(rx.State):
    """Opens, saves, shares and deletes them."""

    @handler
    async def open_view(self, view_id: IdOrNothing) -> None:
        """A saved view, or with none the list itself."""
        lists = await self._lists()
        page = await lists._page()
        lists.search_key += 1
        lists.adding = ""
        await lists._reload()
        at, view = lists._bare(page.at), lists._view(view_id)
        await lists._open(shown_by(at, view) if view else at)

    @handler
    async def ask_new(self) -> None:
        """Ask for the name of a new view."""
        lists = await self._lists()
        lists.form, lists.problems = ViewForm(what="new"), {}

    @handler
    async def ask_rename(self) -> None:
        """Ask for another name of the view that is open."""
        lists = await self._lists()
        lists.form, lists.problems = ViewForm("rename", lists.view.id, lists.view.name), {}

    @handler
    async def close_form(self) -> None:
        """Ask no more."""
        lists = await self._lists()
        lists.form, lists.problems = ViewForm(), {}

    @handler
    async def save_form(self, form: Form) -> None:
        """Save what was asked for; what is wrong is said beside the fields."""
        lists = await self._lists()
        page = await lists._page()
        lists.answer_token += 1
        if lists.form.what == "rename":
            outcome = await attempt(self, rename_view, lists.form.id, form)
        else:
            name, shown = ListName(lists.name), (lists._shown_columns(), Density(lists.density))
            outcome = await attempt(self, save_as_view, name, page.at.kept(), *shown, form)
        lists.problems = outcome.problems
        if outcome.ok:
            lists.clear_token += 1
            lists.form = ViewForm()
            await lists._reload()
            if view := lists._view(str(outcome.result or "")):
                await lists._open(shown_by(page.at, view))
            else:
                await lists._show(page.at)

    @handler
    async def save_changes(self) -> None:
        """Let the view that is open show what stands there now."""
        lists = await self._lists()
        page = await lists._page()
        edit = ViewEdit(query=page.at.kept(), columns=lists._shown_columns(), density=Density(lists.density))
        await lists._act(change_view, _open_one(lists), edit)
        if view := lists._view(lists.view.id):
            await lists._open(shown_by(page.at, view))
        await say_done(self, "Saved.")

    @handler
    async def share(self, is_shared: bool) -> None:
        """Share the view that is open with the organization, or keep it for oneself."""
        lists = await self._lists()
        await lists._act(change_view, _open_one(lists), ViewEdit(is_shared=is_shared))
        await say_done(self, "Everybody here finds it among their views." if is_shared else "Only you see it now.")

    @handler
    async def open_with(self, is_default: bool) -> None:
        """Let the list open with this view from now on, or as it is."""
        lists = await self._lists()
        lists._spec()
        await lists._act(choose_default, ListName(lists.name), _open_one(lists) if is_default else None)

    @handler
    async def delete(self) -> None:
        """Take the view that is open away; it can be taken back."""
        lists = await self._lists()
        view_id = _open_one(lists)
        await lists._act(remove_view, view_id)
        page = await lists._page()
        await lists._open(lists._bare(page.at))
        await say_done(self, "The view is deleted.", undo=ListViewsState.restore(str(view_id)))

    @handler
    async def restore(self, view_id: LeadId) -> None:
        """Take a removal back, and open the view."""
        lists = await self._lists()
        await lists._act(restore_view, UUID(view_id))
        page = await lists._page()
        if view := lists._view(view_id):
            await lists._open(shown_by(page.at, view))

    async def _lists(self) -> ListState:
        return await self.get_state(ListState)


def _open_one(lists: ListState) -> UUID:
    found = id_of(lists.view.id)
    if found is None:
        raise Invalid("Open a view first.", field="view")
    return found
