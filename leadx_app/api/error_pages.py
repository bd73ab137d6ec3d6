"""What went wrong as a page, for browsers that went to an address of ours that is none of the application's pages."""

import html
import json
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from leadx_app import i18n
from leadx_app.addresses import SIGN_IN
from leadx_app.api.problems import language_of, problem
from leadx_app.logs import note_page, report

FAILED = "Something went wrong and we were told. If it happens again, tell us this number: {error_id}"
TITLES = {403: "You may not open this", 404: "There is nothing at this address"}
STYLE = ("/theme.js", "/tokens.css", "/leadx.css", "/privacy.css")
_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title} – LeadX</title>
<script src="/theme.js"></script>
<link rel="stylesheet" href="/tokens.css">
<link rel="stylesheet" href="/leadx.css">
<link rel="stylesheet" href="/privacy.css">
</head>
<body>
<div class="plain"><main class="plain-card" id="content">
<h1 class="plain-title">{title}</h1>
<p>{text}</p>
<p><a class="button button-primary" href="{back_to}">{back}</a></p>
<p class="error-number figure">{number}</p>
</main></div>
</body>
</html>
"""


def is_a_visit(request: Request) -> bool:
    """Whether a person went to the address with a browser: programs and our own pages ask for something else."""
    return request.method == "GET" and request.headers.get("accept", "").startswith("text/html")


def as_page(answer: Response, language: str) -> Response:
    """A problem as a page with a number and a way back; whoever is not signed in is led to the sign-in page."""
    if answer.status_code == 401:
        return RedirectResponse(SIGN_IN, 303, {"Cache-Control": "no-store"})
    said = json.loads(bytes(answer.body))
    return page(answer.status_code, language, str(said["detail"]), headers=_kept(answer))


def page(
    status: int,
    language: str,
    text: str,
    *,
    number: str | None = None,
    headers: dict[str, str] | None = None,
    back_to: str = "/",
) -> HTMLResponse:
    """A page that needs nothing of the application; `text` is already in the language."""
    title = i18n.say(language, TITLES.get(status, "Something went wrong"))
    known = number or note_page(status)
    words = {
        "language": language,
        "title": title,
        "text": text,
        "back_to": back_to,
        "back": i18n.say(language, "Go to the start"),
        "number": i18n.say(language, "Error {status}, number {number}", status=status, number=known),
    }
    body = _PAGE.format(**{name: html.escape(value) for name, value in words.items()})
    return HTMLResponse(body, HTTPStatus(status), {"Cache-Control": "no-store", **(headers or {})})


def failed(scope: dict[str, Any], error: Exception) -> Response:
    """The answer to a failure that no route of ours has dealt with: a page for a visit, else a problem."""
    request, number = Request(scope), report(error)
    language = language_of(request)
    text = i18n.say(language, FAILED, error_id=number)
    return page(500, language, text, number=number) if is_a_visit(request) else problem(500, text, language)


def _kept(answer: Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name in ("retry-after", "content-language")}
