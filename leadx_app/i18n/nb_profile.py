"""Norwegian of the sign-in page, the profile page and the pages' own words."""

TEXTS = {
    "Email": "E-post",
    "Phone": "Telefon",
    "Time zone": "Tidssone",
    "About me": "Om meg",
    "Photo": "Bilde",
    "Choose a photo": "Velg et bilde",
    "Take a photo": "Ta et bilde",
    "The square in the middle is shown. At most 10 MB.": "Kvadratet i midten vises. Høyst 10 MB.",
    "Drop it here": "Slipp det her",
    "The photo did not arrive. Check the connection and try again.": (
        "Bildet kom ikke fram. Sjekk tilkoblingen og prøv igjen."
    ),
    "The photo is larger than 10 MB. Choose a smaller one.": "Bildet er større enn 10 MB. Velg et mindre.",
    "Try again": "Prøv igjen",
    "Remove the photo": "Fjern bildet",
    "Choose a picture: JPEG, PNG, WebP or HEIC.": "Velg et bilde: JPEG, PNG, WebP eller HEIC.",
    "A photo is changed on the profile of its person.": "Et bilde endres på profilen til personen.",
    "Current password": "Nåværende passord",
    "Change password": "Endre passord",
    "Your password is changed. You are signed out everywhere else.": (
        "Passordet er endret. Du er logget ut alle andre steder."
    ),
    "This is not your password.": "Dette er ikke passordet ditt.",
    "The password was changed meanwhile. Sign in again.": "Passordet ble endret i mellomtiden. Logg inn på nytt.",
    "Where you are signed in": "Her er du logget inn",
    "Sign out everywhere": "Logg ut overalt",
    "Signed out here too. Use it when you have lost a phone or a computer.": (
        "Du logges ut her også. Bruk det hvis du har mistet en telefon eller PC."
    ),
    "Last used {age}": "Sist brukt {age}",
    "since {moment}": "siden {moment}",
    "This browser": "Denne nettleseren",
    "Sign {browser} out": "Logg ut {browser}",
    "It is signed out there.": "Logget ut der.",
    "Preferences": "Innstillinger",
    "API tokens": "API-nøkler",
    "A token lets a program act as you through the REST API.": (
        "Med en nøkkel kan et program handle som deg gjennom REST-API-et."
    ),
    "No tokens yet": "Ingen nøkler ennå",
    "Name of the token": "Navn på nøkkelen",
    "May also write": "Kan også skrive",
    "Make token": "Lag nøkkel",
    "Copy the token now. It is shown only this once.": "Kopier nøkkelen nå. Den vises bare denne ene gangen.",
    "New token": "Ny nøkkel",
    "Name": "Navn",
    "Token": "Nøkkel",
    "Rights": "Rettigheter",
    "Made": "Laget",
    "Last used": "Sist brukt",
    "Expires": "Utløper",
    "Read and write": "Lese og skrive",
    "Read only": "Bare lese",
    "Revoke {name}": "Trekk tilbake {name}",
    "You have {max} tokens. End one that you no longer use first.": (
        "Du har {max} nøkler. Avslutt en du ikke lenger bruker først."
    ),
    "The token no longer works.": "Nøkkelen virker ikke lenger.",
    "This page is not part of your role": "Denne siden hører ikke til rollen din",
    "Ask an administrator if you need it.": "Spør en administrator hvis du trenger den.",
    "New": "Ny",
    "Signing out …": "Logger ut …",
    "Demo accounts": "Demokontoer",
    "Password for all of them": "Passordet til alle",
    "Sign in to LeadX": "Logg inn på LeadX",
    "Leads from everybody. Worked by sales. Seen live.": "Leads fra alle. Fulgt opp av salg. Synlige med en gang.",
}
