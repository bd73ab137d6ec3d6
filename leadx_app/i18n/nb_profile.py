"""Norwegian of the sign-in page, the profile page and the pages' own words."""

TEXTS = {
    "Email": "E-post",
    "Phone": "Telefon",
    "Time zone": "Tidssone",
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
    "May": "Kan",
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
