"""Norwegian of archives of everything."""

TEXTS = {
    "{actor} asked for an archive of everything": "{actor} ba om et arkiv med alt",
    "{actor} downloaded the archive of everything": "{actor} lastet ned arkivet med alt",
    "Only an Admin of the parent organization takes everything out.": (
        "Bare en administrator i hovedorganisasjonen tar ut alt."
    ),
    "Make an archive": "Lag et arkiv",
    "Data": "Data",
    "Archive of everything": "Arkiv med alt",
    (
        "All organizations, people, leads, contacts, news, history and files in one file, to keep or to move to "
        "another server. Passwords, sessions and tokens are left out."
    ): (
        "Alle organisasjoner, personer, leads, kontakter, nyheter, historikk og filer i én fil, til å ta vare på eller "
        "flytte til en annen server. Passord, økter og nøkler er ikke med."
    ),
    "Only you can download what you ask for, for 24 hours. It holds personal data: keep it safe.": (
        "Bare du kan laste ned det du ber om, i 24 timer. Det inneholder personopplysninger: ta godt vare på det."
    ),
    "Archives": "Arkiver",
    "Download": "Last ned",
    "No archives yet": "Ingen arkiver ennå",
    "It takes seconds to minutes, and you can leave the page meanwhile.": (
        "Det tar fra sekunder til minutter, og du kan forlate siden imens."
    ),
    "Archives are the parent organization's": "Arkiver hører til hovedorganisasjonen",
    "Ask an Admin who works in the parent organization.": "Spør en administrator i hovedorganisasjonen.",
    "Asked for on {moment}": "Bedt om {moment}",
    "{size}, can be downloaded until {moment}": "{size}, kan lastes ned til {moment}",
    "The archive is being made. You can leave this page.": "Arkivet lages. Du kan forlate siden.",
}
