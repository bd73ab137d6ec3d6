"""Norwegian of erasing a person."""

TEXTS = {
    "{actor} erased a person": "{actor} slettet en person",
    "{actor} erased a contact person": "{actor} slettet en kontaktperson",
    "This person was erased already.": "Denne personen er slettet allerede.",
    "Another Admin must erase you.": "En annen administrator må slette deg.",
    "This is not what stands above. Nothing was erased.": "Dette er ikke det som står over. Ingenting ble slettet.",
    "Erase person …": "Slett person …",
    "Erase {name}": "Slett {name}",
    "Erase a person": "Slett en person",
    "Erase for good": "Slett for godt",
    "Type {text} to erase them": "Skriv {text} for å slette",
    "Erased. What was done stays, without the name.": "Slettet. Det som ble gjort, blir stående uten navnet.",
    "Leads, with their stages, values and figures: {count}": "Leads, med steg, verdier og tall: {count}",
    "Notes and comments, without the name in them: {count}": "Notater og kommentarer, uten navnet i dem: {count}",
    "Tasks and activities: {count}": "Oppgaver og aktiviteter: {count}",
    "News: {count}": "Nyheter: {count}",
    "Open leads: {count}. Assign them to somebody first, or they stay with the erased person.": (
        "Åpne leads: {count}. Gi dem til noen andre først, ellers blir de stående på den slettede personen."
    ),
    "Somebody else has the same name: texts that only say the name are left as they are.": (
        "En annen har samme navn: tekster som bare nevner navnet, blir stående."
    ),
    "This stays, under “Erased person”, because the organization's figures are made of it:": (
        "Dette blir stående under «Slettet person», fordi organisasjonens tall bygger på det:"
    ),
    "Uploaded files are not looked into. It cannot be undone.": (
        "Det letes ikke i opplastede filer. Det kan ikke angres."
    ),
    (
        "Name, email, phone and photo go, wherever they stand: in notes, history and mails too. They are signed out at "
        "once; sessions, tokens, devices, calendar address and notifications are removed."
    ): (
        "Navn, e-post, telefon og bilde fjernes overalt: også i notater, historikk og e-poster. Personen logges ut med "
        "én gang; økter, nøkler, enheter, kalenderadresse og varsler fjernes."
    ),
    (
        "Name, title, email and phone go, wherever they stand: on leads, in notes, history and imports too. The "
        "company stays."
    ): (
        "Navn, tittel, e-post og telefon fjernes overalt: også på leads, i notater, historikk og importer. Bedriften "
        "blir stående."
    ),
}
