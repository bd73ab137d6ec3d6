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
    "Ended {first} – {last}": "Avsluttet {first} – {last}",
    "Ended from {first} on": "Avsluttet fra {first}",
    "Ended up to {last}": "Avsluttet til og med {last}",
    "At their stage since {first} – {last}": "På steget sitt siden {first} – {last}",
    "At their stage since {first}": "På steget sitt siden {first} eller senere",
    "At their stage since {last} at least": "På steget sitt siden {last} eller før",
    "Expected {first} – {last}": "Ventet {first} – {last}",
    "Expected from {first} on": "Ventet fra {first}",
    "Expected up to {last}": "Ventet til og med {last}",
    "Without an expected closing date": "Uten forventet avslutning",
    "Without a source": "Uten kilde",
    "Without a category": "Uten kategori",
    "Without a reason": "Uten årsak",
    "Closed without a reason": "Lukket uten årsak",
    "Source: {name}": "Kilde: {name}",
    "Category: {name}": "Kategori: {name}",
    "Closed: {name}": "Lukket: {name}",
    "Came as far as {name}": "Kom så langt som {name}",
    "before: {count}": "før: {count}",
    "Before": "Før",
    "Earlier": "Tidligere",
    "Later": "Senere",
    "No date": "Uten dato",
    "Funnel": "Trakt",
    "of the step before": "av steget før",
    "Of the step before": "Av steget før",
    (
        "Leads created in the chosen days that came as far as each stage: they stand there or behind it, or are "
        "won. Parked ones left out."
    ): (
        "Leads opprettet de valgte dagene som kom så langt som hvert steg: de står der eller lenger frem, eller er "
        "vunnet. Parkerte er ikke med."
    ),
    "Weighted forecast": "Vektet prognose",
    "Weighted": "Vektet",
    "All of it": "Hele verdien",
    "Value, {currency}": "Verdi, {currency}",
    (
        "Open leads by the month in which they are expected to close: their value, and the same weighted by how likely "
        "their stage is to be won. All weighted: {total}."
    ): (
        "Åpne leads etter måneden de ventes avsluttet: verdien, og den samme vektet etter hvor sannsynlig det er at "
        "steget deres vinnes. Alt vektet: {total}."
    ),
    "Where leads come from and go": "Hvor leads kommer fra og blir av",
    "Number of closed leads": "Antall lukkede leads",
    "Closed leads": "Lukkede leads",
    "Part of all": "Andel av alle",
    "Lost reason": "Tapsårsak",
    "Told apart by": "Delt etter",
    (
        "Leads that were closed in the chosen days, by the reason given: what they were worth, and their part of all "
        "closed ones."
    ): "Leads som ble lukket de valgte dagene, etter oppgitt årsak: hva de var verdt, og andelen av alle lukkede.",
    (
        "Leads created in the chosen days, leads won in them and their value; hit rate: won out of won and closed "
        "ones. Parked ones left out."
    ): (
        "Leads opprettet de valgte dagene, leads vunnet i dem og verdien; treffprosent: vunne av vunne og lukkede. "
        "Parkerte er ikke med."
    ),
    (
        "Leads created in the chosen days, leads won in them and their value; hit rate: of the created ones, those "
        "won by now. Parked ones left out."
    ): (
        "Leads opprettet de valgte dagene, leads vunnet i dem og verdien; treffprosent: av de opprettede, de som er "
        "vunnet til nå. Parkerte er ikke med."
    ),
    "A lead counts for its creator and for its owner.": (
        "Et lead teller for den som opprettet det og for den som eier det."
    ),
    "Export {chart}": "Eksporter {chart}",
    "Export as PDF": "Eksporter som PDF",
    "Picture (PNG)": "Bilde (PNG)",
    "Average time, hours": "Snittid, timer",
    "Made {moment}": "Laget {moment}",
    "The latest {count} leads created in the chosen days; parked ones left out.": (
        "De siste {count} leads opprettet de valgte dagene; parkerte er ikke med."
    ),
}
