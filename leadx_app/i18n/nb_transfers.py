"""Handover between organizations, Cross Silo and who can see a lead, in Norwegian."""

TEXTS = {
    "Receiving organization": "Mottakende organisasjon",
    "Handover": "Overlevering",
    "Cross Silo": "På tvers",
    "Hand this lead over to another organization": "Overlever leadet til en annen organisasjon",
    "Send this lead across to another partner": "Send leadet på tvers til en annen partner",
    "Choose an organization": "Velg en organisasjon",
    "Its Managers accept it, assign it or return it. Until then you can take it back.": (
        "Lederne der tar imot det, tildeler det eller sender det tilbake. Fram til da kan du hente det tilbake."
    ),
    "Organization: {name}": "Organisasjon: {name}",
    "{actor} works in another organization": "{actor} arbeider i en annen organisasjon",
    "Take the lead back": "Hent leadet tilbake",
    "“{title}” was sent.": "«{title}» er sendt.",
    "From {origin}, waiting for {organization}, {age}": "Fra {origin}, venter på {organization}, {age}",
    "Handover: waiting for {organization}": "Overlevering: venter på {organization}",
    "Who can see this": "Hvem kan se dette",
    "Sent to others": "Sendt til andre",
    "Sent to other organizations": "Sendt til andre organisasjoner",
    "Waiting for {organization}": "Venter på {organization}",
    "Now with {organization}": "Nå hos {organization}",
    "Sent {date}": "Sendt {date}",
    "None of your leads is with another organization": "Ingen av leadene dine er hos en annen organisasjon",
    "A lead that you made and that was handed over to another organization stands here, to look at.": (
        "Leads som du har laget, og som er overlevert til en annen organisasjon, står her, så du kan følge med."
    ),
    "Created the lead": "Laget leadet",
    "Sent the lead, until it is answered": "Sendte leadet, til det er besvart",
    "Managers of {organization}": "Ledere i {organization}",
    "Admins of {organization}": "Administratorer i {organization}",
    "1 person": "1 person",
    "{count} people": "{count} personer",
    "Between organizations": "Mellom organisasjoner",
    "{actor} sent {lead} to {to}": "{actor} sendte {lead} til {to}",
    "{actor} of {origin} sent {lead}": "{actor} i {origin} sendte {lead}",
    "{actor} sent the lead to {to}": "{actor} sendte leadet til {to}",
    "{actor} sent the lead from {origin}": "{actor} sendte leadet fra {origin}",
    "{actor} returned the lead to {to}: {reason}": "{actor} sendte leadet tilbake til {to}: {reason}",
    "{actor} took the lead back from {origin}": "{actor} hentet leadet tilbake fra {origin}",
    "{actor} accepted {title} for {to}": "{actor} tok imot {title} for {to}",
    "{actor} sent “{lead}” to {to}": "{actor} sendte «{lead}» til {to}",
    "{actor} of {origin} sent “{lead}”": "{actor} i {origin} sendte «{lead}»",
    "{actor} of {origin} returned “{lead}”: {reason}": "{actor} i {origin} sendte «{lead}» tilbake: {reason}",
    "{actor} accepted “{title}” for {to}": "{actor} tok imot «{title}» for {to}",
    "You have sent this lead already.": "Du har sendt dette leadet allerede.",
    "Only the owner sends an open lead to another organization.": (
        "Bare eieren sender et åpent lead til en annen organisasjon."
    ),
    "Only who sent the lead takes it back.": "Bare den som sendte leadet, henter det tilbake.",
    "{name} has answered already. You cannot take the lead back.": (
        "{name} har svart allerede. Du kan ikke hente leadet tilbake."
    ),
    "{name} has returned this lead already.": "{name} har sendt dette leadet tilbake allerede.",
    "{name} has taken this lead back.": "{name} har hentet dette leadet tilbake.",
    "{organization} has no rate for {currency}. Write the value in another currency first.": (
        "{organization} har ingen kurs for {currency}. Skriv verdien i en annen valuta først."
    ),
}
