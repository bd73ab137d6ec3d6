"""Admin: the mail outbox."""

import reflex as rx

from leadx_app.components.admin.mails import outbox
from leadx_app.components.admin.sections import admin_sections
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.mails import MailsState


@screen(route="/admin/mail", title="Mail outbox", permission=Permission.MAIL_READ, on_load=[MailsState.load])
def admin_mail() -> rx.Component:
    return rx.fragment(admin_sections("/admin/mail"), outbox())
