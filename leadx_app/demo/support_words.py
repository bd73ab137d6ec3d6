"""What people of the demo ask support, and what is written down for all."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """A ticket: who raised it how long ago, and where it stands now."""

    email: str
    hours_ago: int
    kind: str
    severity: str
    status: str
    subject: str
    text: str
    answer: str = ""
    page: str = ""


NORDLYS = (
    Asked(
        "basic@nordlys.example",
        30 * 24,
        "incident",
        "s2",
        "new",
        "Photos from my phone do not arrive",
        "I took three photos in New Lead and none of them shows on the lead.",
        page="/pipeline",
    ),
    Asked(
        "espen.holm@nordlys.example",
        26,
        "question",
        "s3",
        "acknowledged",
        "Hvem ser leadet mitt etter at jeg har overlevert det?",
        "Jeg lurer på om kollegene mine også ser telefonnummeret til kunden.",
    ),
    Asked(
        "marte.lindberg@nordlys.example",
        52,
        "change_request",
        "s4",
        "in_progress",
        "A stage between Offer and Won",
        "We would like to see which offers have been accepted by word of mouth.",
        "Good idea. I look into what it means for the figures.",
        "/pulse",
    ),
    Asked(
        "linn.fredriksen@service.nordlys.example",
        75,
        "service_request",
        "s3",
        "waiting",
        "Tilgang for en ny kollega",
        "Mari begynner på mandag og trenger en konto.",
        "Hva er e-postadressen hennes, og hvilken rolle skal hun ha?",
    ),
    Asked(
        "thomas.andersen@nordlys.example",
        9 * 24,
        "incident",
        "s1",
        "resolved",
        "Nobody can sign in from the office",
        "The sign-in page says too many attempts for all of us.",
        "Somebody's old phone kept trying a wrong password. It is stopped.",
        "/pipeline",
    ),
    Asked(
        "lite@nordlys.example",
        40 * 24,
        "question",
        "s4",
        "closed",
        "Can I change a lead that I handed over?",
        "I wrote the wrong floor.",
        "Not once it is handed over. Ask the owner; their name stands on the lead.",
    ),
)

FJORD = (
    Asked(
        "basic@fjord.example",
        28,
        "question",
        "s3",
        "new",
        "Where do I see my points?",
        "The page says Rewards, but I only see the podium.",
        page="/rewards",
    ),
)

ARTICLES = (
    (
        "en",
        "Change your password",
        "<p>Open <strong>View Profile</strong> behind your name at the top right and choose"
        " <strong>Change password</strong>.</p><p>Forgotten it? Use <em>Forgot your password?</em> on the sign-in page:"
        " you get a link by mail that works for 30 minutes.</p>",
    ),
    (
        "nb",
        "Endre passordet ditt",
        "<p>Åpne <strong>Vis profil</strong> bak navnet ditt øverst til høyre og velg"
        " <strong>Endre passord</strong>.</p><p>Har du glemt det? Bruk <em>Glemt passord?</em> på innloggingssiden:"
        " du får en lenke på e-post som virker i 30 minutter.</p>",
    ),
    (
        "en",
        "Hand a lead over to sales",
        "<ol><li>Press <strong>Create new lead</strong>.</li><li>Write the title and the company.</li>"
        "<li>Switch on <strong>Handover to sales?</strong> and save.</li></ol>"
        "<p>Two hands show how far it has come: one green hand waits for an answer, two are a handshake.</p>",
    ),
    (
        "nb",
        "Overlever et lead til salg",
        "<ol><li>Trykk <strong>Nytt lead</strong>.</li><li>Skriv tittel og firma.</li>"
        "<li>Slå på <strong>Overlevere til salg?</strong> og lagre.</li></ol>"
        "<p>To hender viser hvor langt det er kommet: én grønn hånd venter på svar, to er et håndtrykk.</p>",
    ),
    (
        "en",
        "Add photos from a phone",
        "<p>In New Lead press <strong>Capture</strong> to open the camera, or <strong>Browse</strong> for a picture"
        " that you have. Wait until each picture shows before you save; what could not be sent shows"
        " <strong>Retry</strong>.</p>",
    ),
    (
        "en",
        "What the figures mean",
        "<p>The same four stand on Community and on My Pipeline.</p><ul><li><strong>Revenue</strong>: what won leads"
        " are worth, at the rate of the day they were won.</li><li><strong>Leads Total</strong>: all leads without the"
        " parked ones.</li><li><strong>Hit Rate</strong>: won leads of all leads.</li>"
        "<li><strong>Handshakes</strong>: leads that sales accepted from a colleague.</li></ul>",
    ),
)
