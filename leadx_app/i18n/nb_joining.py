"""Norwegian of people who register themselves: the page, their requests, the answers and the mails."""

TEXTS = {
    "Register": "Registrer deg",
    "To register, open the registration address of your organization. Your administrator has it.": (
        "For å registrere deg åpner du registreringsadressen til organisasjonen din. Administratoren har den."
    ),
    "This registration address does not work. Ask your administrator for the right one.": (
        "Denne registreringsadressen virker ikke. Spør administratoren etter den riktige."
    ),
    "Many people have registered lately. Try again later, or ask your administrator.": (
        "Mange har registrert seg i det siste. Prøv igjen senere, eller spør administratoren."
    ),
    "A mail is on its way to you. Open its link within two days, then an administrator looks at your request."
    " Look among unwanted mail too.": (
        "En e-post er på vei til deg. Åpne lenken i den innen to dager, så ser en administrator på forespørselen din."
        " Se også i søppelposten."
    ),
    "Your request waits for an administrator. When it is approved, you can sign in.": (
        "Forespørselen din venter på en administrator. Når den er godkjent, kan du logge inn."
    ),
    "Your email is confirmed. An administrator looks at your request, and you get a mail with the answer.": (
        "E-posten din er bekreftet. En administrator ser på forespørselen, og du får svaret på e-post."
    ),
    "You have joined. Sign in with your email and the password that you chose.": (
        "Du er med. Logg inn med e-posten din og passordet du valgte."
    ),
    "Confirm your email": "Bekreft e-posten din",
    "Confirm": "Bekreft",
    "The one that you chose when you registered.": "Det du valgte da du registrerte deg.",
    "This is not the password that you chose when you registered.": (
        "Dette er ikke passordet du valgte da du registrerte deg."
    ),
    "This link was used, or has expired. Register again, or sign in.": (
        "Denne lenken er brukt eller utløpt. Registrer deg på nytt, eller logg inn."
    ),
    "Your request to join {organization} waits for an administrator.": (
        "Forespørselen din om å bli med i {organization} venter på en administrator."
    ),
    "Confirm your email first: open the link in the mail that you got when you registered.": (
        "Bekreft e-posten din først: åpne lenken i e-posten du fikk da du registrerte deg."
    ),
    # Pending Requests.
    "Pending Requests": "Ventende forespørsler",
    "Nobody waits. People ask by the registration address, which stands on Organizational Profile.": (
        "Ingen venter. Folk spør gjennom registreringsadressen, som står under Organisasjonsprofil."
    ),
    "Email not confirmed": "E-post ikke bekreftet",
    "Reject": "Avslå",
    "Reject {name}": "Avslå {name}",
    "Approve": "Godkjenn",
    "Approve {name}": "Godkjenn {name}",
    "Rejected in the last 30 days": "Avslått de siste 30 dagene",
    "Take up again": "Ta opp igjen",
    "Take up the request of {name} again": "Ta opp igjen forespørselen fra {name}",
    "Approve the request": "Godkjenn forespørselen",
    "Reject the request": "Avslå forespørselen",
    "It goes into the mail that the person gets.": "Den står i e-posten som personen får.",
    "They can sign in now, and a mail tells them.": "Personen kan logge inn nå, og får beskjed på e-post.",
    "The request is rejected, and a mail says why.": "Forespørselen er avslått, og en e-post sier hvorfor.",
    "The request waits again. A mail follows when it is approved.": (
        "Forespørselen venter igjen. En e-post følger når den blir godkjent."
    ),
    "Somebody has answered this request already.": "Noen har allerede svart på denne forespørselen.",
    "{name} has asked again, and that request waits.": "{name} har spurt på nytt, og den forespørselen venter.",
    "Only an Admin of the parent organization does this.": "Dette gjør bare en Admin i hovedorganisasjonen.",
    "A person with this email was invited already. Send that invitation again instead.": (
        "En person med denne e-posten er allerede invitert. Send den invitasjonen på nytt i stedet."
    ),
    "This person works in other organizations too. Only an Admin of the parent organization changes the account;"
    " the access to your organization you change here.": (
        "Denne personen jobber i flere organisasjoner. Kontoen endres bare av en Admin i hovedorganisasjonen;"
        " tilgangen til din organisasjon endrer du her."
    ),
    "This person works in other organizations too. Only an Admin of the parent organization does this.": (
        "Denne personen jobber i flere organisasjoner. Dette gjør bare en Admin i hovedorganisasjonen."
    ),
    # Self-registration.
    "Self-registration": "Selvregistrering",
    "Whoever has the registration address can ask to join. Their requests wait in User Management.": (
        "Alle som har registreringsadressen, kan be om å bli med. Forespørslene venter under Brukere."
    ),
    "No mail server is set up: emails cannot be confirmed, so that every request needs approval.": (
        "Ingen e-postserver er satt opp: e-poster kan ikke bekreftes, så hver forespørsel må godkjennes."
    ),
    "People can register by themselves": "Folk kan registrere seg selv",
    "They choose between all organizations": "De velger mellom alle organisasjonene",
    "Who lets them in": "Hvem slipper dem inn",
    "An Admin approves each": "En Admin godkjenner hver enkelt",
    "Everybody with a confirmed email": "Alle med bekreftet e-post",
    "Role without approval": "Rolle uten godkjenning",
    "Registration address": "Registreringsadresse",
    "Renew": "Forny",
    "Renew the address": "Forny adressen",
    "Renew the registration address?": "Fornye registreringsadressen?",
    "The address before stops working at once. Requests that wait stay.": (
        "Den forrige adressen slutter å virke med en gang. Forespørsler som venter, blir stående."
    ),
    "The registration address is new. The one before no longer works.": (
        "Registreringsadressen er ny. Den forrige virker ikke lenger."
    ),
    # Letters.
    "Confirm your email for LeadX at {organization}": "Bekreft e-posten din for LeadX hos {organization}",
    "Somebody, probably you, registered at LeadX with {email} and asks to join {organization}.": (
        "Noen, trolig du, registrerte seg i LeadX med {email} og ber om å bli med i {organization}."
    ),
    "The link works once, within two days. You need the password that you chose.": (
        "Lenken virker én gang, innen to dager. Du trenger passordet du valgte."
    ),
    "If it was not you, you need not do anything.": "Var det ikke deg, trenger du ikke å gjøre noe.",
    "You have an account at LeadX already": "Du har allerede en konto i LeadX",
    "Somebody, probably you, registered at LeadX with {email}. That is an account at {organization}.": (
        "Noen, trolig du, registrerte seg i LeadX med {email}. Det er allerede en konto hos {organization}."
    ),
    "Sign in with it, or choose a new password. If that does not work, ask your administrator.": (
        "Logg inn med den, eller velg et nytt passord. Går ikke det, så spør administratoren."
    ),
    "Your request to join {organization} waits": "Forespørselen din om å bli med i {organization} venter",
    "An administrator of {organization} looks at your request. You get a mail with the answer.": (
        "En administrator hos {organization} ser på forespørselen din. Du får svaret på e-post."
    ),
    "Sign in to LeadX": "Logg inn på LeadX",
    "Welcome to LeadX at {organization}": "Velkommen til LeadX hos {organization}",
    "You have joined {organization}. Sign in with {email} and the password that you chose.": (
        "Du er med i {organization}. Logg inn med {email} og passordet du valgte."
    ),
    "Your request to join {organization}": "Forespørselen din om å bli med i {organization}",
    "Your request to join {organization} was rejected.": (
        "Forespørselen din om å bli med i {organization} ble avslått."
    ),
    "The reason: {reason}": "Begrunnelsen: {reason}",
    "If you think that this is a mistake, speak with your administrator.": (
        "Tror du at dette er en feil, så snakk med administratoren din."
    ),
    # Notifications and events.
    "Somebody asks to join (for Admins)": "Noen ber om å bli med (for Admin)",
    "Open User Management": "Åpne Brukere",
    "{name} asks to join {organization}": "{name} ber om å bli med i {organization}",
    "{name} registered at {organization}": "{name} registrerte seg hos {organization}",
    "{actor} approved the request of {name}": "{actor} godkjente forespørselen fra {name}",
    "{actor} rejected the request of {name}": "{actor} avslo forespørselen fra {name}",
    "{actor} took the request of {name} up again": "{actor} tok opp igjen forespørselen fra {name}",
    "{actor} changed the name or phone of {name}": "{actor} endret navn eller telefon for {name}",
    "{actor} changed the organization {name}": "{actor} endret organisasjonen {name}",
    "{actor} added the organization {name}": "{actor} la til organisasjonen {name}",
    "Organizational Profile": "Organisasjonsprofil",
}
