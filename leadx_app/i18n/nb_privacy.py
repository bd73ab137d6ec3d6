"""Norwegian of the privacy page and of the pages that say what went wrong."""

TEXTS = {
    "Error {status}, number {number}": "Feil {status}, nummer {number}",
    "Not found": "Ikke funnet",
    "You may not open this": "Du kan ikke åpne dette",
    "Something went wrong": "Noe gikk galt",
    "Privacy": "Personvern",
    "What is stored": "Hva som lagres",
    "What is stored about you, why and for how long": "Hva som lagres om deg, hvorfor og hvor lenge",
    "Why": "Hvorfor",
    "How long": "Hvor lenge",
    (
        "LeadX runs on your organization's own server. It stores what is listed here, for the organization alone, and "
        "sends nothing to anybody else unless the organization connects it. No advertising, no tracking; one cookie "
        "keeps you signed in, and one remembers for a year that you signed in with this browser, so that nobody who "
        "guesses passwords keeps you out of it."
    ): (
        "LeadX kjører på organisasjonens egen server. Det lagrer det som står her, bare for organisasjonen, og sender "
        "ingenting til andre uten at organisasjonen kobler det til. Ingen reklame, ingen sporing; én "
        "informasjonskapsel holder deg logget inn, og én husker i et år at du har logget inn med denne nettleseren, så "
        "ingen som gjetter passord, kan stenge deg ute fra den."
    ),
    (
        "Ask an Admin of your organization to see, correct or erase what is stored about you. Figures stay when a "
        "person is erased, without the name."
    ): (
        "Be en administrator i organisasjonen om å få se, rette eller slette det som er lagret om deg. Tallene blir "
        "stående når en person slettes, uten navnet."
    ),
    "Name, email, phone and photo; language, time zone and theme": (
        "Navn, e-post, telefon og bilde; språk, tidssone og tema"
    ),
    "So that colleagues know who you are and reach you, and you see LeadX as you like it.": (
        "For at kolleger skal vite hvem du er og nå deg, og du skal se LeadX slik du liker det."
    ),
    "As long as you belong to the organization. Afterwards until an Admin erases you, at once on request.": (
        "Så lenge du hører til organisasjonen. Deretter til en administrator sletter deg, straks du ber om det."
    ),
    "A fingerprint of your password, never the password; your second step, sealed; your passkeys": (
        "Et avtrykk av passordet ditt, aldri selve passordet; det andre trinnet, forseglet; tilgangsnøklene dine"
    ),
    "So that only you sign in as you.": "For at bare du skal logge inn som deg.",
    "Until you choose another one, or are erased.": "Til du velger et annet, eller blir slettet.",
    "Where you are signed in: browser, network and times": "Hvor du er logget inn: nettleser, nettverk og tidspunkter",
    "So that you see and end your own sessions, and Admins see when you were here last.": (
        "For at du skal se og avslutte dine egne økter, og Admin skal se når du sist var her."
    ),
    "A session ends after 30 days at most; that it was there is kept until you are erased.": (
        "En økt varer i høyst 30 dager; at den fantes, lagres til du blir slettet."
    ),
    "The Admins' log: sign-ins with their network, refusals, changes of rights, exports": (
        "Administratorenes logg: innlogginger med nettverk, avslag, endrede rettigheter, eksporter"
    ),
    "So that nobody guesses passwords, and misuse can be found.": (
        "For at ingen skal gjette passord, og misbruk skal kunne oppdages."
    ),
    "As long as the organization uses LeadX. It does not name you any more when you are erased.": (
        "Så lenge organisasjonen bruker LeadX. Den nevner deg ikke lenger når du er slettet."
    ),
    "Requests to join: name, email and phone": "Forespørsler om å bli med: navn, e-post og telefon",
    "So that an Admin can answer them.": "For at en administrator skal kunne svare.",
    "Until you are erased, or the customer's data are removed.": "Til du blir slettet, eller kundens data fjernes.",
    "What you do: leads, notes, tasks, activities, news, comments, points, tickets, and the history of changes": (
        "Det du gjør: leads, notater, oppgaver, aktiviteter, nyheter, kommentarer, poeng, saker og endringshistorikk"
    ),
    "This is what LeadX is for: who found, worked and won what.": (
        "Det er dette LeadX er til: hvem som fant, fulgte opp og vant hva."
    ),
    "As long as the organization uses LeadX. When you are erased it stays under “Erased person”.": (
        "Så lenge organisasjonen bruker LeadX. Når du slettes, blir det stående under «Slettet person»."
    ),
    "Notifications and mails to you": "Varsler og e-poster til deg",
    "So that you hear of what concerns you.": "For at du skal få vite det som angår deg.",
    "Mails for 90 days; all of them go when you are erased.": "E-poster i 90 dager; alt fjernes når du blir slettet.",
    "Devices that you let us notify, private calendar addresses, API tokens": (
        "Enheter som du lar oss varsle, private kalenderadresser, API-nøkler"
    ),
    "Only when you turned them on yourself.": "Bare når du har slått dem på selv.",
    "Until you end them; devices also end with their session.": (
        "Til du avslutter dem; enheter går også ut med økten sin."
    ),
    "Contact persons: name, title, email, phone, company and what is planned with them": (
        "Kontaktpersoner: navn, tittel, e-post, telefon, bedrift og det som er planlagt med dem"
    ),
    "So that sales people reach the people whom their leads are about.": (
        "For at selgerne skal nå dem som leadene handler om."
    ),
    "As long as the organization needs them; an Admin erases a contact person at once on request.": (
        "Så lenge organisasjonen trenger dem; en administrator sletter en kontaktperson straks noen ber om det."
    ),
    "Imported tables and archives of everything, which hold the data above": (
        "Importerte tabeller og arkiver med alt, som inneholder det som står over"
    ),
    "So that an import can be taken back, and a customer can take their data with them.": (
        "For at en import skal kunne angres, og en kunde skal kunne ta med seg dataene sine."
    ),
    "Imports for 90 days, archives for 24 hours.": "Importer i 90 dager, arkiver i 24 timer.",
}
