"""Norwegian of Pulse."""

TEXTS = {
    "Per month": "Per måned",
    "Per month, {year}": "Per måned, {year}",
    "Revenue": "Omsetning",
    "Figure": "Tall",
    "Show as a table": "Vis som tabell",
    "Leads per stage": "Leads per steg",
    "Number of leads": "Antall leads",
    "Hit Rate, %": "Treffprosent, %",
    "Leads created in these days, by the stage where they stand now; parked ones left out.": (
        "Leads opprettet disse dagene, etter steget de står på nå; parkerte er ikke med."
    ),
    "Days to compare": "Dager å sammenligne",
    "7 days": "7 dager",
    "30 days": "30 dager",
    "90 days": "90 dager",
    "1 year": "1 år",
    "Average time between stages": "Snittid mellom steg",
    "Average time at a stage": "Snittid på et steg",
    "Days (d) and hours (h) at the stage": "Dager (d) og timer (t) på steget",
    "How long leads were open at a stage before they went on or were won; parked time does not count.": (
        "Hvor lenge leads var åpne på et steg før de gikk videre eller ble vunnet; parkert tid teller ikke."
    ),
    "From and to": "Fra og til",
    "Average time": "Snittid",
    "Moves": "Flyttinger",
    "From stage to stage, as a table": "Fra steg til steg, som tabell",
    "Aging of open leads": "Alder på åpne leads",
    "0–7 d": "0–7 d",
    "8–30 d": "8–30 d",
    "31–90 d": "31–90 d",
    "90+ d": "90+ d",
    "Open leads by the whole days since they came to their stage, as they stand now.": (
        "Åpne leads etter hele dager siden de kom til steget, slik de står nå."
    ),
    "Lead Details": "Lead-detaljer",
    "Leads created in the chosen days, the latest first; parked ones left out.": (
        "Leads opprettet de valgte dagene, de nyeste først; parkerte er ikke med."
    ),
    "No leads in these days": "Ingen leads disse dagene",
    "Choose other days, another person or all organizations.": (
        "Velg andre dager, en annen person eller alle organisasjoner."
    ),
    "Financial year": "Regnskapsår",
    "The financial year": "Regnskapsåret",
    "Last 7 days": "Siste 7 dager",
    "Last 30 days": "Siste 30 dager",
    "Last 90 days": "Siste 90 dager",
    "Last 365 days": "Siste 365 dager",
    "All time": "All tid",
    "Choose days": "Velg dager",
    "Period": "Periode",
    "First day": "Første dag",
    "Last day": "Siste dag",
    "The last {count} days": "De siste {count} dagene",
    "The {count} days before": "De {count} dagene før",
    "on the days before": "mot dagene før",
    "Same as before": "Som før",
    "Average velocity": "Snitthastighet",
    "The average time from created to won, of the leads won in these days.": (
        "Snittiden fra opprettet til vunnet, for leads vunnet disse dagene."
    ),
    "{count} won lead.": "{count} vunnet lead.",
    "{count} won leads.": "{count} vunne leads.",
    "Before: {time}": "Før: {time}",
    "Leads by the month in which they were created, parked ones left out.": (
        "Leads etter måneden de ble opprettet; parkerte er ikke med."
    ),
    "The value of leads by the month in which they were won, at the rate of that day.": (
        "Verdien av leads etter måneden de ble vunnet, til kursen den dagen."
    ),
    "Won leads out of the won and the closed ones, by the month in which they ended.": (
        "Vunne leads av de vunne og de lukkede, etter måneden de ble avsluttet."
    ),
    "Of the leads created in the month, those that are won by now; parked ones left out.": (
        "Av leadene opprettet i måneden: de som er vunnet til nå; parkerte er ikke med."
    ),
    "{count} move": "{count} flytting",
    "{count} moves": "{count} flyttinger",
    "From {count} move.": "Fra {count} flytting.",
    "From {count} moves.": "Fra {count} flyttinger.",
    "From the latest {count} moves.": "Fra de siste {count} flyttingene.",
    "Leads of one person": "Leads fra én person",
    "Created {first} – {last}": "Opprettet {first} – {last}",
    "Created from {first} on": "Opprettet fra {first}",
    "Created up to {last}": "Opprettet til og med {last}",
}
