"""The log: one line per record on standard error, without what users wrote, cookies, tokens or query strings."""

import logging
import re
import time
from logging.config import dictConfig
from typing import Any
from uuid import uuid4

from leadx_app.config import Settings

LONGEST_LINE = 1_000
SAME_PER_MINUTE = 30
FRAMEWORK = (
    "reflex",
    "reflex_base",
    "engineio",
    "socketio",
    "granian",
    "asyncio",
    "uvicorn",
    "_granian",
    "starlette_admin",
)

_HIDDEN = "[hidden]"
_SECRETS = (
    re.compile(r"(?i)((?:__Host-)?leadx_session=)[^\s;,'\"]+"),
    re.compile(r"(?i)\b((?:cookie|authorization|x-leadx[a-z-]*|set-cookie)['\"]?\s*[:=]\s*)[^\r\n]+"),
    re.compile(r"(?i)\b(bearer\s+)[A-Za-z0-9._~+/=-]+"),
    re.compile(r"\b(leadx_)[A-Za-z0-9_-]{16,}"),
    re.compile(r"(?i)\b((?:password|passwd|token|secret|sid)['\"]?\s*[:=]\s*)['\"]?[^\s,;&'\"})]+"),
    re.compile(r"(\b\w+(?:\+\w+)?://[^\s/:@]+:)[^\s@]+(?=@)"),
    re.compile(r"(\?)[^\s\"']+"),
)
_TAB = re.compile(r"\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_FOREIGN_VALUE = re.compile(r"Event\(|Event data|[{\[]|payload|with value")


def redacted(text: str) -> str:
    """The text on one line, without anything that opens a door."""
    for secret in _SECRETS:
        text = secret.sub(rf"\1{_HIDDEN}", text)
    return _CONTROL.sub(" ", _TAB.sub(r"\1…", text))


class Redaction(logging.Filter):
    """Hides secrets in every record; of the framework's records also the values, and drops floods of the same line."""

    def __init__(self) -> None:
        super().__init__()
        self._minute = 0
        self._counts: dict[tuple[str, int], int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; False drops it."""
        if self._floods(record):
            return False
        text = record.getMessage()
        if record.name.split(".")[0] in FRAMEWORK:
            text = _without_values(text)
        record.msg, record.args = redacted(text)[:LONGEST_LINE], None
        if record.exc_info and record.exc_info[1] is not None:
            record.msg += " | " + "; ".join(causes(record.exc_info[1]))
        record.exc_info, record.exc_text, record.stack_info = None, None, None
        return True

    def _floods(self, record: logging.LogRecord) -> bool:
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            self._minute, self._counts = minute, {}
        key = (record.pathname, record.lineno)
        self._counts[key] = self._counts.get(key, 0) + 1
        return record.levelno < logging.ERROR and self._counts[key] > SAME_PER_MINUTE


def _without_values(text: str) -> str:
    """The beginning of a framework's line, up to where it quotes what a client sent."""
    found = _FOREIGN_VALUE.search(text)
    return text if found is None else f"{text[: found.start()].rstrip()} {_HIDDEN}"


def report(error: BaseException) -> str:
    """Write where it failed into the log, without any value, and return the number under which it is found there."""
    error_id = uuid4().hex[:10]
    logging.getLogger("leadx.error").error("error %s: %s", error_id, "; ".join(causes(error)))
    return error_id


def causes(error: BaseException) -> list[str]:
    """The error and what it came from: types and places, never messages, which may quote what a user wrote."""
    found, seen = [], 0
    current: BaseException | None = error
    while current is not None and seen < 5:
        found.append(f"{type(current).__module__}.{type(current).__qualname__} at {_places(current)}")
        current, seen = current.__cause__ or current.__context__, seen + 1
    return found


def _places(error: BaseException) -> str:
    places, trace = [], error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{'/'.join(code.co_filename.split('/')[-2:])}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return " < ".join(reversed(places[-12:]))


def set_up_logs(settings: Settings) -> None:
    """Send every logger's records through the redaction, to standard error."""
    level = settings.log_level.upper()
    quiet: dict[str, Any] = {name: {"handlers": [], "propagate": True, "level": "WARNING"} for name in FRAMEWORK}
    dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"redaction": {"()": Redaction}},
            "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "filters": ["redaction"], "formatter": "line"},
            },
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": quiet,
        }
    )


def note_page(status: int) -> str:
    """Write into the log that somebody was shown such a page, and return the number under which it is found there."""
    number = uuid4().hex[:10]
    logging.getLogger("leadx.error").info("page %s: %d", number, status)
    return number
