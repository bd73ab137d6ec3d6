"""Refusals: what a command says instead of doing wrong. Texts are English templates, translated at the edge."""


class Refusal(Exception):
    """A command did not happen; `template` filled with `params` tells the user why."""

    def __init__(self, template: str, /, **params: object) -> None:
        super().__init__(template)
        self.template = template
        self.params = params

    def __str__(self) -> str:
        return self.template.format(**self.params)


class NotFound(Refusal):
    """Absent, or not the actor's to see: the same answer for both."""

    def __init__(self, template: str = "We could not find that.", /, **params: object) -> None:
        super().__init__(template, **params)


class NotPermitted(Refusal):
    """The actor may see it but may not do this; `permission` is what was missing, where it is one of the table's."""

    def __init__(
        self, template: str = "You may not do this.", /, *, permission: str | None = None, **params: object
    ) -> None:
        super().__init__(template, **params)
        self.permission = permission


class Conflict(Refusal):
    """Somebody or something came first."""


class Invalid(Refusal):
    """The input cannot be used; `field` names the input."""

    def __init__(self, template: str, /, *, field: str, **params: object) -> None:
        super().__init__(template, **params)
        self.field = field


class InvalidDraft(Refusal):
    """Several inputs cannot be used; `errors` says which and why."""

    def __init__(self, errors: "list[Invalid]") -> None:
        super().__init__("Check the marked fields.")
        self.errors = errors


class EditConflict(Conflict):
    """The fields were changed by somebody else since the editor read them.

    `fields` maps the field's name to the value that stands now; `by` is who changed it last; `version` is the one to
    save on top of.
    """

    def __init__(
        self,
        fields: dict[str, object],
        by: str,
        version: int,
        template: str = "{name} changed this lead while you were editing.",
    ) -> None:
        super().__init__(template, name=by)
        self.fields = fields
        self.by = by
        self.version = version


class TooMany(Refusal):
    """A limit is reached; `retry_after_seconds` says when to try again."""

    def __init__(self, template: str, /, *, retry_after_seconds: int, **params: object) -> None:
        super().__init__(template, **params)
        self.retry_after_seconds = retry_after_seconds


class SignedOut(Refusal):
    """Nobody is signed in (any more)."""

    def __init__(self) -> None:
        super().__init__("You are signed out. Sign in to go on.")


class Stale(Exception):
    """A row changed between reading and writing; the transaction is run again from the start."""
