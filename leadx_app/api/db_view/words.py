"""The framework's own words in Norwegian; it brings none. Tables and columns keep their names."""

from contextvars import ContextVar

language: ContextVar[str] = ContextVar("language", default="en")

NORWEGIAN = {
    "LeadX · DB view": "LeadX · Databasevisning",
    "Logout": "Tilbake til LeadX",
    "Admin": "Tabeller",
    "Search": "Søk",
    "Search in list": "Søk i tabellen",
    "Columns": "Kolonner",
    "Reset": "Tilbakestill",
    "Apply": "Bruk",
    "All %(count)s rows on this page are selected.": "Alle %(count)s radene på siden er valgt.",
    "Select all %(total)s rows matching the current filter.": "Velg alle %(total)s radene som filteret gir.",
    "All %(total)s rows matching the current filter are selected.": "Alle %(total)s radene som filteret gir, er valgt.",
    "Clear selection": "Velg ingen",
    "Select all rows": "Velg alle rader",
    "Select row": "Velg raden",
    "No data": "Ingen rader",
    "Showing %(start)s to %(end)s of %(total)s entries": "Viser %(start)s til %(end)s av %(total)s rader",
    "Show": "Vis",
    "Page size": "Rader på siden",
    "All": "Alle",
    "entries": "rader",
    "First": "Første",
    "Previous page": "Forrige side",
    "Next page": "Neste side",
    "Last": "Siste",
    "Filters": "Filtre",
    "Match": "Finn rader der",
    "Filter logic": "Hvor mange som må stemme",
    "all": "alle",
    "any": "minst ett",
    "of the following:": "av disse stemmer:",
    "Add filter": "Legg til filter",
    "Add group": "Legg til gruppe",
    "Apply filters": "Bruk filtre",
    "Field": "Kolonne",
    "Filter": "Filter",
    "Value": "Verdi",
    "Values": "Verdier",
    "Second value": "Til verdi",
    "Remove filter": "Fjern filter",
    "Group logic": "Hvor mange i gruppen som må stemme",
    "of:": "av:",
    "Group": "Gruppe",
    "Remove group": "Fjern gruppe",
    "Filters:": "Filtre:",
    "Remove this filter": "Fjern dette filteret",
    "Clear all": "Fjern alle",
    "Detail": "Rad",
    "Attribute": "Kolonne",
    "Edit": "Endre",
    "Edit %(name)s": "Endre %(name)s",
    "View": "Vis",
    "Cancel": "Avbryt",
    "Save and continue editing": "Lagre og endre videre",
    "Save": "Lagre",
    "Actions": "Handlinger",
    "Oops… You just found an error page": "Her er det ingenting å vise",
    "Take me home": "Til tabellene",
    "Close": "Lukk",
    "Loading": "Henter",
    "Copy to clipboard": "Kopier",
    "Select a %(label)s": "Velg %(label)s",
    "Back to LeadX": "Tilbake til LeadX",
    "is": "er",
    "is not": "er ikke",
    "contains": "inneholder",
    "is at least": "er minst",
    "is at most": "er høyst",
    "is empty": "er tom",
    "is filled in": "er fylt ut",
}
ENGLISH = {"Logout": "Back to LeadX", "Admin": "Tables", "Oops… You just found an error page": "Nothing to show here"}


def said(text: str) -> str:
    """A text of the framework's in the language of whoever asks."""
    return NORWEGIAN.get(text, text) if language.get() == "nb" else ENGLISH.get(text, text)


def said_of(one: str, many: str, number: int) -> str:
    """The same for a text that depends on a number."""
    return said(one if number == 1 else many)
