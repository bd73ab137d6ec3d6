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
}
