"""Norwegian of the search in the header."""

TEXTS = {
    "Search": "Søk",
    "Search leads, contacts, news, people, commands": "Søk i leads, kontakter, nyheter, folk og kommandoer",
    "Nothing matches. Try fewer letters, or another word.": "Ingen treff. Prøv færre bokstaver eller et annet ord.",
    "↑ ↓ to choose, Enter to open, Esc to close": "↑ ↓ for å velge, Enter for å åpne, Esc for å lukke",
    "Search activities": "Søk i aktiviteter",
    "Search title and text": "Søk i tittel og tekst",
    "All leads with “{text}”": "Alle leads med «{text}»",
    "All companies with “{text}”": "Alle bedrifter med «{text}»",
    "All persons with “{text}”": "Alle personer med «{text}»",
    "Recent": "Nylig åpnet",
    "People": "Folk",
    "Commands": "Kommandoer",
    "Go to {page}": "Gå til {page}",
    "Use the light theme": "Bruk lyst tema",
    "Use the dark theme": "Bruk mørkt tema",
    "Use the device's theme": "Bruk enhetens tema",
}
