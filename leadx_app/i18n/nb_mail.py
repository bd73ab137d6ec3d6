"""Norwegian of mails and of the outbox."""

TEXTS = {
    "{actor} changed the mail outbox": "{actor} endret utboksen",
    "{actor} sent the mail {subject} again": "{actor} sendte e-posten {subject} på nytt",
    "Hello {name},": "Hei {name},",
    "You get this mail because somebody did something that concerns you.": (
        "Du får denne e-posten fordi noen gjorde noe som angår deg."
    ),
    "Choose what you are mailed about": "Velg hva du vil ha e-post om",
    "Open the lead": "Åpne leadet",
    "Open the news": "Åpne nyhetene",
    "{count} messages from LeadX": "{count} meldinger fra LeadX",
    "Only a mail that could not be sent can be sent again.": (
        "Bare en e-post som ikke kunne sendes, kan sendes på nytt."
    ),
    "Settings": "Innstillinger",
    "Mail outbox": "E-postutboks",
    "Which mails": "Hvilke e-poster",
    "Waiting": "Venter",
    "Sent": "Sendt",
    "Not sent": "Ikke sendt",
    "Being sent": "Sendes nå",
    "Kept": "Tatt vare på",
    "{count} not sent": "{count} ikke sendt",
    "No mail server is configured. Mails are kept here and not sent.": (
        "Ingen e-postserver er satt opp. E-post tas vare på her og blir ikke sendt."
    ),
    "Mails": "E-poster",
    "Mail": "E-post",
    "Nothing waits": "Ingenting venter",
    "Mails stay here until the mail server has taken them.": "E-post blir her til e-postserveren har tatt imot den.",
    "Nothing was sent yet": "Ingenting er sendt ennå",
    "Sent mails are kept here for 90 days.": "Sendt e-post blir liggende her i 90 dager.",
    "Every mail could be sent": "All e-post kunne sendes",
    "A mail that is given up shows here.": "E-post som ikke lot seg sende, vises her.",
    "No mails yet": "Ingen e-post ennå",
    "What people are mailed about shows here.": "Det folk får e-post om, vises her.",
    "To": "Til",
    "State": "Tilstand",
    "Written": "Skrevet",
    "Attempts": "Forsøk",
    "Next attempt": "Neste forsøk",
    "The server said": "Serveren svarte",
    "This mail held a secret link. Nobody but its recipient reads it.": (
        "Denne e-posten hadde en hemmelig lenke. Bare mottakeren får lese den."
    ),
    "Text of the mail": "Teksten i e-posten",
    "Send again": "Send på nytt",
    "The mail is in the line again.": "E-posten står i køen igjen.",
    "The mail server could not be reached.": "E-postserveren kunne ikke nås.",
    "The mail server did not answer in time.": "E-postserveren svarte ikke i tide.",
    "The mail server asked to try later.": "E-postserveren ba oss prøve senere.",
    "The mail server refused our user name or password.": "E-postserveren avviste brukernavnet eller passordet vårt.",
    "No encrypted connection to the mail server could be made.": (
        "Det gikk ikke å få en kryptert forbindelse til e-postserveren."
    ),
    "The mail server refused our sender address.": "E-postserveren avviste avsenderadressen vår.",
    "The mail server does not know the recipient.": "E-postserveren kjenner ikke mottakeren.",
    "The mail server refused the mail.": "E-postserveren avviste e-posten.",
    "The recipient's account is no longer active.": "Mottakerens konto er ikke lenger aktiv.",
    "It had become too old to be sent.": "Den var blitt for gammel til å sendes.",
    "The address belongs to nobody, such as those of the demo. No mail is sent there.": (
        "Adressen tilhører ingen, slik som demoens. Dit sendes ingen e-post."
    ),
}
