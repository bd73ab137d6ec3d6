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
    "You stay signed in where you changed it, and were signed out everywhere else.": (
        "Du er fortsatt logget inn der du endret det, og er logget ut alle andre steder."
    ),
    "If it was not you, choose a new password at once and tell your administrator.": (
        "Var det ikke deg, velg et nytt passord med en gang og si fra til administratoren."
    ),
    "You are {role} at {organization} now. The page shows what you may see and do.": (
        "Du er nå {role} hos {organization}. Siden viser det du kan se og gjøre."
    ),
    "Somebody tries to sign in to LeadX as you": "Noen prøver å logge inn i LeadX som deg",
    "Many wrong passwords were tried for {email} at {organization}: {moment}. Nobody got in by them.": (
        "Mange feil passord ble prøvd for {email} hos {organization}: {moment}. Ingen kom inn med dem."
    ),
    "For some minutes nobody signs in with a password, except in a browser where you were signed in before. If it was "
    "you, wait a little or choose a new password. If not, a second step on your profile protects you best.": (
        "I noen minutter kan ingen logge inn med passord, bortsett fra i en nettleser der du har vært logget inn før. "
        "Var det deg, vent litt eller velg et nytt passord. Var det ikke deg, beskytter totrinnsinnlogging på profilen "
        "deg best."
    ),
    "Somebody knows your password for LeadX": "Noen kan passordet ditt for LeadX",
    "The right password and many wrong codes were tried for {email} at {organization}: {moment}. Nobody got in by "
    "them.": (
        "Riktig passord og mange feil koder ble prøvd for {email} hos {organization}: {moment}. Ingen kom inn med dem."
    ),
    "You are invited to LeadX at {organization}": "Du er invitert til LeadX hos {organization}",
    "{organization} invites you to LeadX, where everybody brings in leads and follows them.": (
        "{organization} inviterer deg til LeadX, der alle kan komme med leads og følge dem."
    ),
    "Choose a password, then sign in with {email}.": "Velg et passord, og logg inn med {email}.",
    "The link works once, within seven days.": "Lenken virker én gang, innen sju dager.",
    # User Management.
    "User Management": "Brukere",
    "Two-step on": "Totrinn på",
    "Two-step off": "Totrinn av",
    "Two-step on or off": "Totrinn på eller av",
    "Last here": "Sist her",
    "Last here {ago}": "Sist her {ago}",
    "Never here": "Aldri her",
    "Here at any time": "Her når som helst",
    "Here within a week": "Her siste uke",
    "Here within 30 days": "Her siste 30 dager",
    "Not here for 90 days": "Ikke her på 90 dager",
    "Last here first": "Sist her først",
    "Longest away first": "Lengst borte først",
    "Newest first": "Nyeste først",
    "By name": "Etter navn",
    "Order": "Rekkefølge",
    "Show everybody": "Vis alle",
    "Search people": "Søk etter personer",
    "All roles": "Alle roller",
    "Active or not": "Aktiv eller ikke",
    "Active": "Aktiv",
    "Inactive": "Inaktiv",
    "Invited": "Invitert",
    "Invitation ended": "Invitasjon avsluttet",
    "Standing": "Status",
    "Invite User": "Inviter bruker",
    "Nobody is like this": "Ingen treff",
    "Take a filter away, or invite somebody.": "Fjern et filter, eller inviter noen.",
    "Manage Org. Access": "Tilgang til organisasjoner",
    "No access": "Ingen tilgang",
    "Edit user": "Rediger bruker",
    "Make inactive": "Gjør inaktiv",
    "Make active": "Gjør aktiv",
    "Withdraw the invitation": "Trekk invitasjonen tilbake",
    "Each gets a mail with a link to choose a password. The link works for seven days.": (
        "Hver får en e-post med en lenke for å velge passord. Lenken virker i sju dager."
    ),
    "Add another person": "Legg til en person",
    "Ten people a round.": "Ti personer om gangen.",
    "Send invitations": "Send invitasjoner",
    "Invitation links": "Invitasjonslenker",
    "No mail server is set up. Copy each link now and give it to the person: it is shown only this once.": (
        "Ingen e-postserver er satt opp. Kopier hver lenke nå og gi den til personen: den vises bare denne ene gangen."
    ),
    "Copy": "Kopier",
    "Copied": "Kopiert",
    "Person {number}": "Person {number}",
    "They can sign in again.": "Personen kan logge inn igjen.",
    "They are signed out and cannot sign in.": "Personen er logget ut og kan ikke logge inn.",
    "The invitation is on its way. The link before no longer works.": (
        "Invitasjonen er på vei. Den forrige lenken virker ikke lenger."
    ),
    "The invitation no longer works.": "Invitasjonen virker ikke lenger.",
    "The invitations are on their way.": "Invitasjonene er på vei.",
    "Fill in from one to {max} people.": "Fyll inn fra én til {max} personer.",
    "{name} has joined already.": "{name} er allerede med.",
    "{name} has no password yet. Send the invitation again.": (
        "{name} har ikke noe passord ennå. Send invitasjonen på nytt."
    ),
    "Choose a role in at least one organization.": "Velg en rolle i minst én organisasjon.",
    "This email stands in another row already.": "Denne e-posten står allerede i en annen rad.",
    "Role": "Rolle",
    "Somebody must be left as Admin. Make another person Admin first.": (
        "Noen må bli igjen som Admin. Gjør en annen til Admin først."
    ),
    # Events.
    "{actor} invited {name}": "{actor} inviterte {name}",
    "{actor} took the invitation of {name} back": "{actor} trakk invitasjonen til {name} tilbake",
    "{actor} changed what {name} may do": "{actor} endret hva {name} kan gjøre",
    "{actor} let {name} sign in again": "{actor} lot {name} logge inn igjen",
    "{actor} made {name} inactive": "{actor} gjorde {name} inaktiv",
    "{actor} asked for a link to a new password": "{actor} ba om en lenke til nytt passord",
    "{actor} chose a new password": "{actor} valgte et nytt passord",
    "{actor} added the passkey {name}": "{actor} la til tilgangsnøkkelen {name}",
    "{actor} removed the passkey {name}": "{actor} fjernet tilgangsnøkkelen {name}",
    "{actor} turned two-step sign-in on": "{actor} slo på totrinnsinnlogging",
    "{actor} turned two-step sign-in off": "{actor} slo av totrinnsinnlogging",
    "{actor} used a recovery code": "{actor} brukte en gjenopprettingskode",
    "{actor} made new recovery codes": "{actor} laget nye gjenopprettingskoder",
    "{actor} reset the two-step sign-in of {name}": "{actor} nullstilte totrinnsinnloggingen til {name}",
    "{actor} signed one of their browsers out": "{actor} logget ut en av nettleserne sine",
    "{actor} signed out everywhere": "{actor} logget ut overalt",
}
