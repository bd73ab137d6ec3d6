"""What the log never keeps."""

import logging

import pytest

from leadx_app.logs import SAME_PER_MINUTE, Redaction, redacted

COOKIE = "Zk3v9kQx0aBcDeFgHiJkLmNoPqRsTuVwXyZ01234567"


def filtered(name: str, text: str, *args: object, error: BaseException | None = None) -> str:
    record = logging.LogRecord(
        name, logging.WARNING, "file.py", 1, text, args, (type(error), error, error.__traceback__) if error else None
    )
    assert Redaction().filter(record)
    return logging.Formatter("%(message)s").format(record)


@pytest.mark.parametrize(
    "text",
    [
        f"GET /_event/?token={COOKIE}&EIO=4&transport=websocket",
        f"GET /login?next={COOKIE}",
        f"cookie: a=b; leadx_session={COOKIE}",
        f"__Host-leadx_session={COOKIE}; Path=/",
        f"{{'cookie': 'leadx_session={COOKIE}'}}",
        f"Authorization: Bearer {COOKIE}",
        f"bearer {COOKIE}",
        f"token leadx_{COOKIE}",
        f"password={COOKIE}",
        f"'password': '{COOKIE}'",
        f"postgresql+psycopg://leadx:{COOKIE}@db/leadx",
        f"secret: {COOKIE}",
    ],
)
def test_secrets_are_hidden(text: str) -> None:
    assert COOKIE not in redacted(text)


def test_the_rest_stays_readable() -> None:
    assert redacted("refused: wrong payload for PipelineState.load") == "refused: wrong payload for PipelineState.load"
    assert redacted("sign-in failed: account 1a2b3c4d at address 5e6f7a8b") == (
        "sign-in failed: account 1a2b3c4d at address 5e6f7a8b"
    )
    assert redacted("tab 01890a5d-ac96-774b-bcce-b302099a8057 gone") == "tab 01890a5d… gone"


@pytest.mark.parametrize(
    "text",
    [
        "Error processing event queue entry for Event(name='x', payload={'a': 'VALUE'}) [txid=1]:",
        "Received event from session 1 with no associated token. Event data: VALUE",
        "Error transforming event payload for handler X.y: argument 'a' with value 'VALUE'",
        "Failed to deserialize event data: {'a': 'VALUE'}.",
        "Event data must be a dictionary, but received [VALUE] of type list.",
    ],
)
def test_values_in_the_frameworks_lines_are_cut_off(text: str) -> None:
    assert "VALUE" not in filtered("reflex_base.event.processor", text)
    assert filtered("leadx.db", "busy: VALUE") == "busy: VALUE"


def test_an_error_is_told_by_type_and_place_without_its_message() -> None:
    try:
        try:
            raise KeyError("VALUE")
        except KeyError as inner:
            raise RuntimeError("VALUE") from inner
    except RuntimeError as error:
        text = filtered("reflex.app", "failed", error=error)

    assert "VALUE" not in text
    assert "builtins.RuntimeError at tests/test_logs.py" in text
    assert "builtins.KeyError at tests/test_logs.py" in text


def test_a_line_cannot_be_forged_by_a_line_break() -> None:
    assert "\n" not in filtered("leadx.x", "name: %s", "a\n2026-01-01 ERROR leadx: forged")


def test_a_flood_of_one_line_is_cut_off_and_errors_are_kept() -> None:
    redaction = Redaction()
    flood = [logging.LogRecord("reflex.app", logging.WARNING, "a.py", 7, "again", (), None) for _ in range(200)]
    errors = [logging.LogRecord("leadx.error", logging.ERROR, "a.py", 7, "error", (), None) for _ in range(200)]

    assert sum(redaction.filter(record) for record in flood) == SAME_PER_MINUTE
    assert all(redaction.filter(record) for record in errors)
