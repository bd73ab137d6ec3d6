"""Norwegian of the edge: sign-in, refusals of the gate, failures."""

TEXTS: dict[str, str] = {
    "You may not do this.": "Dette har du ikke lov til.",
    "The email or the password is wrong.": "E-posten eller passordet er feil.",
    "We could not read what was sent.": "Vi kunne ikke lese det som ble sendt.",
    "This request did not come from LeadX.": "Denne forespørselen kom ikke fra LeadX.",
    "Choose the organization that you want to sign in to.": "Velg organisasjonen du vil logge inn i.",
    "Too many attempts. Wait {minutes} min and try again.": "For mange forsøk. Vent {minutes} min og prøv igjen.",
    "No customer has this address. Look whether it is written right.": (
        "Ingen kunde har denne adressen. Se etter om den er riktig skrevet."
    ),
    "You are signed out. Sign in to go on.": "Du er logget ut. Logg inn for å fortsette.",
    "The server is busy and nothing was saved. Try again.": "Serveren er opptatt og ingenting ble lagret. Prøv igjen.",
    "Something went wrong and we were told. If it happens again, tell us this number: {error_id}": (
        "Noe gikk galt, og vi har fått beskjed. Skjer det igjen, oppgi dette nummeret: {error_id}"
    ),
    "This page sent something that we do not understand. Reload it and try again.": (
        "Siden sendte noe vi ikke forstår. Last den inn på nytt og prøv igjen."
    ),
}
