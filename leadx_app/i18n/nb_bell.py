"""Norwegian of the bell and of push notifications."""

TEXTS = {
    "Bell": "Bjelle",
    "Ring the Bell": "Ring i bjella",
    "Only the owner rings the bell.": "Bare eieren ringer i bjella.",
    "The bell rings for won leads.": "Bjella ringer for vunne leads.",
    "You rang the bell": "Du ringte i bjella",
    "Brought in by {name}": "Tipset kom fra {name}",
    "Mute the bell": "Demp bjella",
    "Hear the bell": "Hør bjella",
    "A short sound when somebody in your organization rings it. You see it in any case.": (
        "En kort lyd når noen i organisasjonen ringer. Du ser det uansett."
    ),
    "This device": "Denne enheten",
    "Notify me on this device": "Varsle meg på denne enheten",
    "You are notified here, also while LeadX is closed. Signing out ends it.": (
        "Du blir varslet her, også når LeadX er lukket. Det slutter når du logger ut."
    ),
    "You find notifications in LeadX only.": "Du finner varsler bare i LeadX.",
    "Your browser blocks notifications of LeadX. Allow them in its settings for this page.": (
        "Nettleseren blokkerer varsler fra LeadX. Tillat dem i innstillingene for denne siden."
    ),
    "This browser cannot show notifications of a page. On an iPhone, add LeadX first.": (
        "Denne nettleseren kan ikke vise varsler fra en side. På iPhone må du først legge til LeadX."
    ),
    "The browser could not reach its push service. Try again later.": (
        "Nettleseren fikk ikke kontakt med push-tjenesten sin. Prøv igjen senere."
    ),
    "This browser cannot be notified.": "Denne nettleseren kan ikke varsles.",
}
