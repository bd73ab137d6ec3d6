"""Norwegian of accounts: passwords, invitations, requests and two-step sign-in."""

TEXTS = {
    "Forgot your password?": "Glemt passordet?",
    "Help": "Hjelp",
    "Write your email. If you have an account, you get a link to choose a new password.": (
        "Skriv e-posten din. Har du en konto, får du en lenke der du velger nytt passord."
    ),
    "Send the link": "Send lenken",
    "If an account has this email, a mail is on its way. The link works for 30 minutes."
    " You can ask five times a day. Look among unwanted mail too.": (
        "Finnes det en konto med denne e-posten, er en e-post på vei. Lenken virker i 30 minutter."
        " Du kan be om den fem ganger om dagen. Se også i søppelposten."
    ),
    "Choose a password": "Velg et passord",
    "At least 12 characters. Several words are easy to remember.": "Minst 12 tegn. Flere ord er lette å huske.",
    "New Password": "Nytt passord",
    "Confirm Password": "Bekreft passordet",
    "Keep the password": "Lagre passordet",
    "Ask for a new link": "Be om en ny lenke",
    "Back to sign-in": "Tilbake til innlogging",
    "LeadX could not be reached. Check the connection and try again.": (
        "Fikk ikke kontakt med LeadX. Sjekk tilkoblingen og prøv igjen."
    ),
    "You were signed out. Sign in again, or ask your administrator if that does not work.": (
        "Du ble logget ut. Logg inn igjen, eller spør administratoren hvis det ikke går."
    ),
    "Your new password is kept. Sign in with it.": "Det nye passordet er lagret. Logg inn med det.",
    "This link is not complete. Open it from the mail again, or ask for a new one.": (
        "Denne lenken er ikke hel. Åpne den fra e-posten på nytt, eller be om en ny."
    ),
    "This link was used already. Sign in, or ask for a new one.": (
        "Denne lenken er allerede brukt. Logg inn, eller be om en ny."
    ),
    "This link has expired. A link works for 30 minutes. Ask for a new one.": (
        "Denne lenken er utløpt. En lenke virker i 30 minutter. Be om en ny."
    ),
    "This invitation has expired. Ask your administrator to send it again.": (
        "Denne invitasjonen er utløpt. Be administratoren om å sende den på nytt."
    ),
    "This invitation was used or taken back. Sign in, or ask your administrator for a new one.": (
        "Denne invitasjonen er brukt eller trukket tilbake. Logg inn, eller be administratoren om en ny."
    ),
    "Write the same password in both fields.": "Skriv det samme passordet i begge feltene.",
    # Letters.
    "Choose a new password for LeadX": "Velg et nytt passord for LeadX",
    "Somebody, probably you, asked for a new password for {email} at {organization}.": (
        "Noen, trolig du, ba om et nytt passord for {email} hos {organization}."
    ),
    "Choose a new password": "Velg et nytt passord",
    "The link works once, within 30 minutes.": "Lenken virker én gang, innen 30 minutter.",
    "If it was not you, you need not do anything: your password stays what it is.": (
        "Var det ikke deg, trenger du ikke å gjøre noe: passordet ditt er som før."
    ),
    "Your password for LeadX was changed": "Passordet ditt for LeadX er endret",
    "The password of {email} at {organization} was changed: {moment}.": (
        "Passordet for {email} hos {organization} ble endret: {moment}."
    ),
    "You were signed out everywhere. Sign in with the new password.": (
        "Du er logget ut overalt. Logg inn med det nye passordet."
    ),
    "If it was not you, choose a new password at once and tell your administrator.": (
        "Var det ikke deg, velg et nytt passord med en gang og si fra til administratoren."
    ),
    # Events.
    "{actor} asked for a link to a new password": "{actor} ba om en lenke til nytt passord",
    "{actor} chose a new password": "{actor} valgte et nytt passord",
}
