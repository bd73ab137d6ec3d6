"""Norwegian of Sales Community."""

TEXTS = {
    "Community": "Fellesskap",
    "Sales Community": "Salgsfellesskap",
    "Leads": "Leads",
    "Search title and company": "Søk i tittel og firma",
    "All organizations": "Alle organisasjoner",
    "All statuses": "Alle statuser",
    "With a value only": "Bare med verdi",
    "Brought in by": "Tipset kom fra",
    "Nothing in these leads": "Ingen treff blant disse leadene",
    "The search goes on with the next ones.": "Søket går videre med de neste.",
    "The leads of everybody will stand here": "Her kommer alles leads",
    "As soon as somebody brings in a lead, all of the organization sees it.": (
        "Så snart noen bringer inn et lead, ser hele organisasjonen det."
    ),
    "Search further": "Søk videre",
    "{first}–{last}": "{first}–{last}",
    "Quick view": "Hurtigvisning",
    "Open the lead": "Åpne leadet",
    "Those who work on this lead see the rest of it.": "De som jobber med leadet, ser resten av det.",
    "Accepted by sales": "Godtatt av salg",
    "Not handed over": "Ikke overlevert",
    "Handshake": "Håndtrykk",
    "Changed": "Endret",
    "More": "Mer",
    "The {count} that wait longest of {total}": "De {count} som har ventet lengst, av {total}",
    "{actor} changed their preferences": "{actor} endret sine innstillinger",
}
