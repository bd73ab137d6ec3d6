"""Norwegian of the rules of leads, files, notes and tokens."""

TEXTS = {
    "{name} has this lead already.": "{name} har allerede dette leadet.",
    "A file is no longer there. Upload it again.": "En fil er ikke der lenger. Last den opp på nytt.",
    "A lead never goes back to an earlier stage.": "Et lead går aldri tilbake til et tidligere steg.",
    "A lead was already made from this form. Open it to change it.": (
        "Det er allerede laget et lead fra dette skjemaet. Åpne det for å endre det."
    ),
    "A Manager can reopen a lead within 24 hours.": "En Manager kan gjenåpne et lead innen 24 timer.",
    "Choose a sales person of the team.": "Velg en selger i teamet.",
    "Choose one from the list.": "Velg en fra listen.",
    "Choose one of the organization's currencies.": "Velg en av organisasjonens valutaer.",
    "Choose why the lead was closed.": "Velg hvorfor leadet ble lukket.",
    "Only sales may choose the owner and the stage of a lead.": "Bare salg kan velge eier og steg for et lead.",
    "Only the creator and the owner write notes.": "Bare den som laget leadet, og eieren kan skrive notater.",
    "Only the owner moves an open lead.": "Bare eieren kan flytte et åpent lead.",
    "Save the lead before you add more files.": "Lagre leadet før du legger til flere filer.",
    "The lead is with this person already.": "Leadet ligger allerede hos denne personen.",
    "This field is not known.": "Feltet er ukjent.",
    "This lead is locked for you.": "Dette leadet er låst for deg.",
    "This lead is not parked.": "Dette leadet er ikke parkert.",
    "This lead is with sales already.": "Dette leadet er allerede hos salg.",
    "{name} does not work here any more. Keep the lead, or assign it to somebody.": (
        "{name} arbeider ikke her lenger. Behold leadet, eller gi det til noen."
    ),
    "This lead was returned to {name}.": "Dette leadet ble sendt tilbake til {name}.",
    "This token may only read.": "Denne nøkkelen kan bare lese.",
    "This value cannot be used.": "Denne verdien kan ikke brukes.",
    "Use at most {max}.": "Bruk høyst {max}.",
    "Write a reason, so that they can learn from it.": "Skriv en grunn, så de kan lære av det.",
    "Write the name of the contact person too.": "Skriv også navnet på kontaktpersonen.",
    "Your leads are with sales already.": "Leadene dine er allerede hos salg.",
}
