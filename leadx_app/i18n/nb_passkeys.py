"""Norwegian of passkeys."""

TEXTS = {
    "Passkeys": "Tilgangsnøkler",
    "Sign in with your finger, face or the code of your device, without a password.": (
        "Logg inn med finger, ansikt eller koden til enheten, uten passord."
    ),
    "Add a passkey": "Legg til en tilgangsnøkkel",
    "Name of the passkey": "Navn på tilgangsnøkkelen",
    "Such as the device that keeps it.": "For eksempel enheten som tar vare på den.",
    "made {day}": "laget {day}",
    "made {day} · last used {age}": "laget {day} · sist brukt {age}",
    "Remove the passkey {name}": "Fjern tilgangsnøkkelen {name}",
    "The passkey no longer works.": "Tilgangsnøkkelen virker ikke lenger.",
    "Sign in with a passkey": "Logg inn med tilgangsnøkkel",
    "This browser has no passkeys.": "Denne nettleseren har ikke tilgangsnøkler.",
    "No passkey was used. Try again, or use your password.": (
        "Ingen tilgangsnøkkel ble brukt. Prøv igjen, eller bruk passordet."
    ),
    "This passkey does not sign anybody in here. Use your password.": (
        "Denne tilgangsnøkkelen logger ingen inn her. Bruk passordet."
    ),
    "The passkey could not be made. Try again.": "Tilgangsnøkkelen kunne ikke lages. Prøv igjen.",
    "This passkey is there already.": "Denne tilgangsnøkkelen finnes allerede.",
    "You have {max} passkeys. Remove one that you no longer use first.": (
        "Du har {max} tilgangsnøkler. Fjern en du ikke lenger bruker først."
    ),
    # Letters.
    "A passkey for LeadX was added": "En tilgangsnøkkel for LeadX ble lagt til",
    "A passkey that signs {email} at {organization} in was added: {moment}.": (
        "En tilgangsnøkkel som logger inn {email} hos {organization}, ble lagt til: {moment}."
    ),
}
