"""Norwegian of the Organizational Profile and Child Organisations."""

TEXTS = {
    "Days and months of all figures begin by it.": "Dager og måneder i alle tall følger den.",
    "Language of new people": "Språk for nye personer",
    "It stays what it is; other currencies stand under Currencies.": (
        "Den blir som den er; andre valutaer står under Valutaer."
    ),
    "Child Organisations": "Underorganisasjoner",
    "Vendors, service and channel partners. They see their own leads; you see theirs.": (
        "Leverandører, service- og salgspartnere. De ser sine egne leads, og du ser deres."
    ),
    "No child organizations yet": "Ingen underorganisasjoner ennå",
    "Add the first one below.": "Legg til den første nedenfor.",
    "Name of the new organization": "Navnet på den nye organisasjonen",
    "Add a child organization": "Legg til en underorganisasjon",
    "{count} people": "{count} personer",
    "No Manager yet": "Ingen leder ennå",
    "Rename": "Gi nytt navn",
    "Rename {name}": "Gi {name} nytt navn",
    "Rename the organization": "Gi organisasjonen nytt navn",
    "New name": "Nytt navn",
    "Make {name} inactive": "Gjør {name} inaktiv",
    "Make {name} active": "Gjør {name} aktiv",
    "Added. Invite its first Manager in User Management.": "Lagt til. Inviter den første lederen under Brukere.",
    "People can work there again.": "Folk kan arbeide der igjen.",
    "Nobody works there now. Its leads stay as they are.": "Ingen arbeider der nå. Leadene der blir som de er.",
    "This organization is not active.": "Denne organisasjonen er ikke aktiv.",
    "Another organization has this name.": "En annen organisasjon har dette navnet.",
    "There are {max} child organizations already.": "Det er allerede {max} underorganisasjoner.",
    "With more than {max} leads the time zone is changed by whoever runs LeadX.": (
        "Med mer enn {max} leads endres tidssonen av den som drifter LeadX."
    ),
    "Somebody changed this organization meanwhile. Look at it again, then save.": (
        "Noen endret denne organisasjonen imens. Se på den igjen, og lagre så."
    ),
}
