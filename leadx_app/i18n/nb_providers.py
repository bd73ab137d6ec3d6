"""Norwegian of signing in with a provider's account: the sign-in page, the Admin's page and what can be wrong."""

TEXTS = {
    # The sign-in page.
    "Sign in with {name}": "Logg inn med {name}",
    "Sign in with your organization": "Logg inn med organisasjonen din",
    "Write your email above first.": "Skriv e-posten din ovenfor først.",
    "Nobody with this email signs in that way. Use your password.": (
        "Ingen med denne e-posten logger inn slik. Bruk passordet."
    ),
    "You did not sign in at the provider. Try again, or use your password.": (
        "Du logget ikke inn hos leverandøren. Prøv igjen, eller bruk passordet."
    ),
    "The sign-in provider cannot be used right now. Try again later, or use your password.": (
        "Innloggingsleverandøren kan ikke brukes akkurat nå. Prøv igjen senere, eller bruk passordet."
    ),
    "What the sign-in provider answered could not be trusted. Try again, or use your password.": (
        "Vi kunne ikke stole på svaret fra innloggingsleverandøren. Prøv igjen, eller bruk passordet."
    ),
    "This sign-in was used, took too long or began in another browser. Start again.": (
        "Denne innloggingen er brukt, tok for lang tid eller begynte i en annen nettleser. Start på nytt."
    ),
    "The provider does not confirm your email. Ask your administrator.": (
        "Leverandøren bekrefter ikke e-posten din. Spør administratoren."
    ),
    "You cannot sign in this way. Use your password, or ask your administrator.": (
        "Du kan ikke logge inn slik. Bruk passordet, eller spør administratoren."
    ),
    "You cannot sign in this way. Ask your administrator.": "Du kan ikke logge inn slik. Spør administratoren.",
    "This way to sign in is switched off. Use your password, or ask your administrator.": (
        "Denne måten å logge inn på er slått av. Bruk passordet, eller spør administratoren."
    ),
    "Too many people are signing in. Wait a few minutes and try again.": (
        "For mange logger inn. Vent noen minutter og prøv igjen."
    ),
    "Number for your administrator: {number}": "Nummer til administratoren: {number}",
    # The Admin's page.
    "Sign-in": "Innlogging",
    "An Admin of the parent organization sets this up.": "En administrator i hovedorganisasjonen setter dette opp.",
    "At the provider": "Hos leverandøren",
    (
        "People can sign in with the account that they have at your company, such as in Keycloak, Okta or Google"
        " (OpenID Connect). Make a client for LeadX there, with this redirect address:"
    ): (
        "Folk kan logge inn med kontoen de har i bedriften, for eksempel i Keycloak, Okta eller Google"
        " (OpenID Connect). Lag en klient for LeadX der, med denne tilbakeadressen:"
    ),
    "Redirect address": "Tilbakeadresse (redirect URI)",
    "Its button stands on your own sign-in page, which you give to your people:": (
        "Knappen står på deres egen innloggingsside, som du gir til folkene deres:"
    ),
    "Your sign-in page": "Innloggingssiden deres",
    "Provider": "Leverandør",
    "Name on the button": "Navn på knappen",
    "Sign in with …": "Logg inn med …",
    "Address of the provider": "Leverandørens adresse",
    "The issuer, written exactly as the provider does.": "Utstederen (issuer), skrevet nøyaktig som leverandøren gjør.",
    "Client ID": "Klient-ID",
    "Client secret": "Klienthemmelighet",
    "One is kept. Write only a new one.": "En er lagret. Skriv bare en ny.",
    "It is kept sealed, never shown.": "Den lagres forseglet og vises aldri.",
    "Email domains": "E-postdomener",
    "Only people with a confirmed email of these domains come in.": (
        "Bare folk med bekreftet e-post i disse domenene kommer inn."
    ),
    "Make an account for whoever is new": "Lag en konto for den som er ny",
    "Otherwise only people who have an account or an invitation come in.": (
        "Ellers kommer bare de inn som har en konto eller en invitasjon."
    ),
    "Their role": "Rollen deres",
    "Their organization": "Organisasjonen deres",
    "People can sign in with it": "Folk kan logge inn med den",
    "Test the provider": "Test leverandøren",
    "The provider answers as it should. Now sign in with it once, in another browser.": (
        "Leverandøren svarer som den skal. Logg nå inn med den én gang, i en annen nettleser."
    ),
    # What is wrong with what was typed.
    "This cannot be a client secret. Copy it again.": "Dette kan ikke være en klienthemmelighet. Kopier den på nytt.",
    "Write at least one domain, such as example.com.": "Skriv minst ett domene, for eksempel eksempel.no.",
    "Write at most {max} domains.": "Skriv høyst {max} domener.",
    "“{text}” is not a domain, such as example.com.": "«{text}» er ikke et domene, som eksempel.no.",
    # What is wrong with a provider.
    "“{url}” is not an address such as https://login.example.com.": (
        "«{url}» er ikke en adresse som https://login.eksempel.no."
    ),
    "The address {url} must begin with https:// and lead nowhere else.": (
        "Adressen {url} må begynne med https:// og ikke lede noe annet sted."
    ),
    "{url} answered with {status}. Check the address of the provider.": (
        "{url} svarte med {status}. Sjekk adressen til leverandøren."
    ),
    "{host} did not answer in time.": "{host} svarte ikke i tide.",
    "{host} shows no certificate that LeadX trusts.": "{host} viser ikke noe sertifikat som LeadX stoler på.",
    "{host} could not be reached. Check the address, or try again.": (
        "Vi fikk ikke kontakt med {host}. Sjekk adressen, eller prøv igjen."
    ),
    "{host} is inside a private network. Whoever runs LeadX must name it in LEADX_SIGN_IN_HOSTS first.": (
        "{host} er inne i et privat nett. Den som drifter LeadX, må først nevne den i LEADX_SIGN_IN_HOSTS."
    ),
    "{url} leads on to another address. Write that one instead.": (
        "{url} leder videre til en annen adresse. Skriv heller den."
    ),
    "{url} answers with more than LeadX reads.": "{url} svarer med mer enn LeadX leser.",
    "{url} does not answer as an OpenID provider does. Check the address.": (
        "{url} svarer ikke slik en OpenID-leverandør gjør. Sjekk adressen."
    ),
    "The provider calls itself {issuer}. Write exactly that.": (
        "Leverandøren kaller seg {issuer}. Skriv nøyaktig det."
    ),
    "The provider does not say its {what}, so that LeadX cannot use it.": (
        "Leverandøren oppgir ikke {what}, så LeadX kan ikke bruke den."
    ),
    "The provider signs with no key that LeadX trusts: {algorithms}.": (
        "Leverandøren signerer ikke med noen nøkkel som LeadX stoler på: {algorithms}."
    ),
    "The client secret was sealed by another installation. Write it anew.": (
        "Klienthemmeligheten ble forseglet av en annen installasjon. Skriv den på nytt."
    ),
    # User Management.
    "Signs in with an account of the provider.": "Logger inn med en konto hos leverandøren.",
    "Forget this account": "Glem denne kontoen",
    "The next account of the provider with their email is theirs.": (
        "Den neste kontoen hos leverandøren med e-posten deres er deres."
    ),
    "{actor} let {name} sign in with another account of the provider": (
        "{actor} lot {name} logge inn med en annen konto hos leverandøren"
    ),
    # The log, the profile and the privacy page.
    "{actor} signed in with {provider}": "{actor} logget inn med {provider}",
    "{actor} signed in with {provider} for the first time": "{actor} logget inn med {provider} for første gang",
    "{name} joined by signing in with {provider}": "{name} ble med ved å logge inn med {provider}",
    "with {provider}": "med {provider}",
    "Your account at the provider with which you sign in: its address and the id that it has for you": (
        "Kontoen din hos leverandøren du logger inn med: adressen dens og ID-en den har for deg"
    ),
    "Only when your organization lets you sign in that way, so that you are known when your name changes.": (
        "Bare når organisasjonen lar deg logge inn slik, for at du skal kjennes igjen når navnet ditt endres."
    ),
    "Until you are erased. The provider learns that you use LeadX, and when you sign in.": (
        "Til du slettes. Leverandøren får vite at du bruker LeadX, og når du logger inn."
    ),
    # What only the log of the server says.
    "The provider gave no ID token.": "Leverandøren ga ikke noe ID-token.",
    "The ID token is refused: {reason}.": "ID-tokenet avvises: {reason}.",
    "The provider names nobody.": "Leverandøren nevner ingen.",
    "The provider refused the code: {status} {said}.": "Leverandøren avviste koden: {status} {said}.",
    "The provider speaks of somebody else.": "Leverandøren snakker om noen andre.",
    "The provider did not name itself.": "Leverandøren oppga ikke navnet sitt.",
}
