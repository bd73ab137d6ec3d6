"""What writes the mails to people who register."""

from collections.abc import Callable
from typing import Protocol

from leadx_app.domain.mails.compose import Letter
from leadx_app.models import JoinRequest, User


class JoinLetters(Protocol):
    """The letters to somebody who asks to join the organization of this name."""

    def confirm(self, request: JoinRequest, organization: str, secret: str) -> Letter: ...

    def known(self, user: User, organization: str) -> Letter: ...

    def waiting(self, request: JoinRequest, organization: str) -> Letter: ...

    def approved(self, user: User, organization: str) -> Letter: ...

    def rejected(self, request: JoinRequest, organization: str, reason: str) -> Letter: ...


WriteApproved = Callable[[User, str], Letter]
WriteRejected = Callable[[JoinRequest, str, str], Letter]
