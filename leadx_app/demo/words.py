"""What the people of the demo sell, to whom, and what they write about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goods:
    """Something that is sold: a title with room for the place, and the usual value in the base currency."""

    title: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Business:
    """What an organization sells and where it ends up."""

    goods: tuple[Goods, ...]
    places: tuple[str, ...]
    descriptions: tuple[str, ...]


BUILDINGS = (
    "the warehouse",
    "the primary school",
    "the sports hall",
    "the head office",
    "building B",
    "the parking garage",
    "the nursing home",
    "the grocery store",
    "the workshop",
    "the production hall",
    "the hotel",
    "the housing cooperative",
    "the kindergarten",
    "the ferry quay",
    "the cold store",
    "the library",
    "the new office wing",
    "the swimming hall",
)

ENERGY = Business(
    goods=(
        Goods("Heat pumps for {place}", 120_000, 480_000),
        Goods("New ventilation in {place}", 150_000, 900_000),
        Goods("Solar panels on {place}", 250_000, 1_800_000),
        Goods("Charging stations at {place}", 60_000, 450_000),
        Goods("Energy monitoring for {place}", 35_000, 180_000),
        Goods("Snow melting outside {place}", 80_000, 300_000),
        Goods("Battery storage for {place}", 400_000, 2_400_000),
        Goods("Replacing the boilers of {place}", 200_000, 1_200_000),
        Goods("Smart heating control in {place}", 40_000, 220_000),
        Goods("Emergency power for {place}", 180_000, 750_000),
        Goods("LED lighting in {place}", 45_000, 320_000),
        Goods("Cooling for the server room of {place}", 90_000, 380_000),
    ),
    places=BUILDINGS,
    descriptions=(
        "Met their operations manager on site. Their system is from 2004 and stopped twice this winter.",
        "They got a large electricity bill and asked what we can do before next winter.",
        "The board decides in the spring. They want a fixed price and one point of contact.",
        "Heard about it while I was there for something else. They asked whether somebody could call them.",
        "They are comparing three suppliers. Response time matters more to them than the lowest price.",
        "Rehabilitation of the whole building is planned; we can come in early with advice.",
        "Ønsker befaring i løpet av måneden. Har søkt om støtte fra Enova.",
        "Driftslederen er positiv, men økonomisjefen må overbevises om nedbetalingstiden.",
    ),
)

SERVICE = Business(
    goods=(
        Goods("Service agreement for {place}", 18_000, 140_000),
        Goods("Yearly inspection of {place}", 8_000, 45_000),
        Goods("Change of all filters in {place}", 6_000, 38_000),
        Goods("Repair of the cooling in {place}", 15_000, 95_000),
        Goods("Round-the-clock support for {place}", 30_000, 160_000),
        Goods("Check of the pressure tanks in {place}", 12_000, 60_000),
    ),
    places=BUILDINGS,
    descriptions=(
        "Our technician saw that the filters had not been changed for three years.",
        "Their agreement with another supplier ends this quarter.",
        "Vaktmesteren ringte og spurte om vi kunne overta ettersynet.",
        "They want one agreement for all their buildings.",
    ),
)

RESELLER = Business(
    goods=(
        Goods("Delivery of heat pumps to {place}", 90_000, 520_000),
        Goods("Framework agreement for {place}", 150_000, 900_000),
        Goods("Training of installers at {place}", 20_000, 80_000),
        Goods("Solar package for {place}", 110_000, 640_000),
    ),
    places=BUILDINGS,
    descriptions=(
        "Their own installers do the work; they need deliveries every second week.",
        "Found us at the trade fair in Lillestrøm.",
        "Byggmesteren vil ha én leverandør på hele prosjektet.",
    ),
)

SEA = Business(
    goods=(
        Goods("Feed barge for {place}", 4_500_000, 18_000_000),
        Goods("Camera system at {place}", 180_000, 950_000),
        Goods("Net cleaning at {place}", 60_000, 320_000),
        Goods("Oxygen sensors for {place}", 90_000, 420_000),
        Goods("Mooring inspection at {place}", 45_000, 210_000),
        Goods("Counting of sea lice at {place}", 70_000, 380_000),
        Goods("Shore power to {place}", 900_000, 5_200_000),
    ),
    places=(
        "Storvika",
        "Indre Kvaløya",
        "Skjelneset",
        "Langøysundet",
        "Hestholmen",
        "Gåsneset",
        "Ytre Tarva",
        "Kråkevika",
        "Store Lauvøy",
        "Nordfolda",
    ),
    descriptions=(
        "The site manager showed us the logs; they lose half a day a week to manual readings.",
        "They put out new cages in the autumn and want everything in place before that.",
        "Lokaliteten får ny konsesjon, og de vil ha tilbud før jul.",
        "Weather stopped the present solution four times last winter.",
    ),
)

COMPANY_FIRST = (
    "Berg",
    "Solbakken",
    "Vestfjord",
    "Nordlia",
    "Haugland",
    "Fagerli",
    "Granheim",
    "Lundby",
    "Myrvang",
    "Skogly",
    "Strandheim",
    "Tveiten",
    "Åsgård",
    "Øvrevoll",
    "Kvernes",
    "Bjørkelund",
    "Ravnanger",
    "Storhaugen",
    "Elvestad",
    "Furuheim",
    "Heimdalsli",
    "Lyngmo",
    "Rognli",
    "Sætervik",
)

COMPANY_LAST = (
    "Eiendom AS",
    "Bygg AS",
    "Borettslag",
    "Næringspark",
    "Hotell AS",
    "Transport AS",
    "Mekaniske AS",
    "Meieri SA",
    "Kommune",
    "Trelast AS",
    "Helse AS",
    "Dagligvare AS",
    "Logistikk AS",
    "Idrettslag",
)

SEA_COMPANY_LAST = ("Laks AS", "Havbruk AS", "Sjømat AS", "Oppdrett AS", "Settefisk AS", "Marine AS")

FIRST_NAMES = tuple(
    """
    Anders Anette Arne Aud Berit Birgit Bård Camilla Dag Einar Elin Eirik Erlend Eva Geir Grete Gunnar Guro Hanne
    Harald Hege Håkon Ida Inger Ivar Jan Jorunn Kari Kjell Knut Kristin Leif Lise Mari Marius Morten Nils Nina Ola
    Ragnhild Randi Rolf Rune Sigrid Sindre Siv Solveig Stein Svein Synne Terje Tone Tor Trine Trond Turid Vegard
    Vidar Wenche Øystein Øyvind Åse
    """.split()  # noqa: SIM905 — sixty quoted names read worse
)

LAST_NAMES = tuple(
    """
    Aasen Amundsen Andersen Bakke Bakken Berge Birkeland Bråten Dahl Dalen Eide Ellingsen Engen Evensen Fjeld Foss
    Gjerde Gulbrandsen Haga Hagen Halvorsen Hansen Haugen Hauge Helland Hovland Iversen Jacobsen Johnsen Karlsen
    Knutsen Kvam Larsen Lien Lunde Løken Moe Myhre Nilsen Nygaard Næss Olsen Ottesen Paulsen Ruud Rønning Sandvik
    Solberg Stene Strøm Sunde Sørensen Tangen Thorsen Tveit Ulriksen Vik Wold Ødegård Østby
    """.split()  # noqa: SIM905 — sixty quoted names read worse
)

NOTES = (
    "Called them; they will look at it on Monday.",
    "Befaring avtalt. Tar med måleutstyr.",
    "Sent the offer with two alternatives.",
    "De ønsker å utsette til over ferien.",
    "The decision lies with their board, next meeting in two weeks.",
    "Snakket med innkjøper. Prisen er viktigst.",
    "Asked for references from similar buildings; sent three.",
    "Har fått støtte fra Enova, så nå går det fortere.",
    "They liked the presentation. Follow up on Thursday.",
    "Tilbudet er revidert etter befaringen.",
    "Their present supplier matched the price; we offered a longer warranty.",
    "Ringte, ikke svar. Prøver igjen i morgen.",
    "Contract is with their lawyer.",
    "Kontaktpersonen har sluttet, ny heter det samme som før: spør i resepsjonen.",
    "Need drawings of the basement before we can calculate.",
)

RETURN_REASONS = (
    "We need a contact person before we can call. Who did you talk to?",
    "Vi trenger adresse og telefonnummer.",
    "Please find out whether they own the building or rent it.",
    "This one is with us already; ask them whether there is another building.",
)

REOPEN_REASONS = (
    "They called back the same evening: the competitor could not deliver.",
    "Registrert på feil sak, fortsetter.",
    "The customer withdrew the signature; negotiations go on.",
)

TAGS = ("Enova", "public sector", "urgent", "big customer", "winter", "trade fair", "framework agreement", "rehab")

TITLES = (
    "Managing director",
    "Operations manager",
    "Daglig leder",
    "Driftsleder",
    "Head of property",
    "Purchasing manager",
    "Økonomisjef",
    "Project manager",
    "Vaktmester",
    "Chair of the board",
)
TOWNS = (
    ("0185", "Oslo"),
    ("1394", "Nesbru"),
    ("2000", "Lillestrøm"),
    ("2609", "Lillehammer"),
    ("3044", "Drammen"),
    ("4013", "Stavanger"),
    ("5011", "Bergen"),
    ("6002", "Ålesund"),
    ("7030", "Trondheim"),
    ("8003", "Bodø"),
    ("9008", "Tromsø"),
)
STREETS = (
    "Storgata",
    "Havnegata",
    "Industriveien",
    "Kirkeveien",
    "Stasjonsveien",
    "Skolegata",
    "Ringveien",
    "Strandgata",
)
INDUSTRIES = ("Property", "Wholesale", "Public administration", "Health care", "Transport", "Construction", "Food")
PLAIN = str.maketrans("æøåé", "aoae")
