"""Norwegian of two-step sign-in."""

TEXTS = {
    "Two-step sign-in": "Totrinnsinnlogging",
    "Besides the password you write a code that an app on your phone shows. A stolen password is not enough then.": (
        "I tillegg til passordet skriver du en kode som en app på telefonen viser. Da er et stjålet passord ikke nok."
    ),
    "On since {day}.": "På siden {day}.",
    "{count} recovery code is left.": "{count} gjenopprettingskode er igjen.",
    "{count} recovery codes are left.": "{count} gjenopprettingskoder er igjen.",
    "Your password": "Passordet ditt",
    "Turn on": "Slå på",
    "Turn off": "Slå av",
    "New recovery codes": "Nye gjenopprettingskoder",
    "Scan the picture with an authenticator app, such as the one of your phone or password manager.": (
        "Skann bildet med en autentiseringsapp, for eksempel den i telefonen eller passordbehandleren."
    ),
    "Picture to scan with an authenticator app": "Bilde som skannes med en autentiseringsapp",
    "Or type this key into the app": "Eller skriv denne nøkkelen inn i appen",
    "Code that the app shows": "Koden appen viser",
    "Code of your app": "Kode fra appen",
    "Six digits, or one of your recovery codes.": "Seks sifre, eller en av gjenopprettingskodene.",
    "Six digits from your authenticator app, or one of your recovery codes.": (
        "Seks sifre fra autentiseringsappen, eller en av gjenopprettingskodene."
    ),
    "Download": "Last ned",
    "Copy": "Kopier",
    "Recovery codes": "Gjenopprettingskoder",
    "Keep these recovery codes where you find them without your phone. Each works once in place of the app."
    " They are shown only now.": (
        "Ta vare på gjenopprettingskodene et sted du finner dem uten telefonen. Hver virker én gang i stedet for appen."
        " De vises bare nå."
    ),
    "I have kept them": "Jeg har tatt vare på dem",
    "Write the code that your authenticator app shows.": "Skriv koden som autentiseringsappen viser.",
    "This code is wrong or was used already. Wait for the next one.": (
        "Koden er feil eller allerede brukt. Vent på den neste."
    ),
    "Two-step sign-in is on already.": "Totrinnsinnlogging er allerede på.",
    "Nobody of this customer has this email and a second step.": (
        "Ingen hos denne kunden har denne e-posten og totrinnsinnlogging."
    ),
    "Two-step sign-in is off.": "Totrinnsinnlogging er av.",
    "Begin again: scan the picture first.": "Begynn på nytt: skann bildet først.",
    "Turn your own two-step sign-in off on your profile.": "Slå av din egen totrinnsinnlogging på profilen din.",
    "Signs in with a second step.": "Logger inn i to trinn.",
    "Reset two-step sign-in": "Nullstill totrinnsinnlogging",
    "The password alone is enough for the next sign-in.": "Passordet alene er nok ved neste innlogging.",
    # Letters.
    "Two-step sign-in for LeadX is on": "Totrinnsinnlogging for LeadX er på",
    "Two-step sign-in for LeadX is off": "Totrinnsinnlogging for LeadX er av",
    "Two-step sign-in of {email} at {organization} was turned on: {moment}.": (
        "Totrinnsinnlogging for {email} hos {organization} ble slått på: {moment}."
    ),
    "Two-step sign-in of {email} at {organization} was turned off: {moment}.": (
        "Totrinnsinnlogging for {email} hos {organization} ble slått av: {moment}."
    ),
}
