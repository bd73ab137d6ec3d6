"""Norwegian of the Organizational Profile and Child Organisations."""

TEXTS = {
    "Days and months of all figures begin by it.": "Dager og måneder i alle tall følger den.",
    "Language of new people": "Språk for nye personer",
    "Whose profile": "Hvem sin profil",
    "The logo of {name}": "Logoen til {name}",
    "No logo yet": "Ingen logo ennå",
    "Choose a logo": "Velg en logo",
    "Logo": "Logo",
    "PNG, JPEG or WebP. Everybody who works there sees it in the menu. At most 5 MB.": (
        "PNG, JPEG eller WebP. Alle som arbeider der, ser den i menyen. Høyst 5 MB."
    ),
    "The logo did not arrive. Check the connection and try again.": (
        "Logoen kom ikke fram. Sjekk forbindelsen og prøv igjen."
    ),
    "The logo is larger than 5 MB. Choose a smaller one.": "Logoen er større enn 5 MB. Velg en mindre.",
    "Remove the logo": "Fjern logoen",
    "The logo is removed.": "Logoen er fjernet.",
    "There is another logo by now.": "Det er kommet en annen logo.",
    "A logo is changed in Organizational Profile.": "En logo endres i Organisasjonsprofil.",
    "Date format": "Datoformat",
    "So everybody reads dates on pages, in files and in mails.": (
        "Slik leser alle datoer på sidene, i filer og i e-post."
    ),
    "In words: {example}": "Med ord: {example}",
    "{example}, day first": "{example}, dagen først",
    "{example}, month first": "{example}, måneden først",
    "Other currencies": "Andre valutaer",
    "Subscription start": "Abonnementet begynner",
    "Subscription end": "Abonnementet slutter",
    "{name} has a subscription whose last day is {ends_on}": ("{name} har et abonnement med siste dag {ends_on}"),
    "The last day of the subscription is {day}.": "Siste dag i abonnementet er {day}.",
    "The subscription ended on {day}. Everything works as before.": ("Abonnementet gikk ut {day}. Alt virker som før."),
    "The subscription comes to its end (for Admins)": "Abonnementet går mot slutten (for Admin)",
    "The operator set the subscription: first day {starts_on}, last day {ends_on}": (
        "Den som drifter LeadX, satte abonnementet: første dag {starts_on}, siste dag {ends_on}"
    ),
    "The last day lies before the first.": "Siste dag er før den første.",
    "Admins hear of the end of the subscription": "Admin får vite at abonnementet går ut",
    "Open Organizational Profile": "Åpne Organisasjonsprofil",
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
