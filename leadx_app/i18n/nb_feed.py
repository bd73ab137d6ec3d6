"""Norwegian of the Sales Feed."""

TEXTS = {
    "Sales Feed": "Salgsfeed",
    "{actor} brought in {lead}": "{actor} kom med {lead}",
    "{actor} accepted {lead} from {finder}": "{actor} tok imot {lead} fra {finder}",
    "{actor} gave {lead} from {finder} to {owner}": "{actor} ga {lead} fra {finder} til {owner}",
    "{actor} won {lead}": "{actor} vant {lead}",
    "{actor} rang the bell for {lead}": "{actor} ringte i bjella for {lead}",
    "{actor} reached a milestone: {milestone}": "{actor} nådde en milepæl: {milestone}",
    "{number} leads brought in": "{number} leads levert",
    "{number} leads won": "{number} leads vunnet",
    "the first handshake": "det første håndtrykket",
    "New leads": "Nye leads",
    "Bells": "Bjeller",
    "Milestones": "Milepæler",
    "Reopened since": "Gjenåpnet siden",
    "Returned since": "Sendt tilbake siden",
    "All of the feed": "Hele feeden",
    "Filter the feed": "Filtrer feeden",
    "Everything": "Alt",
    "Older entries": "Eldre hendelser",
    "To the newest": "Til de nyeste",
    "You see older entries; new ones wait at the top.": "Du ser eldre hendelser; nye venter øverst.",
    "Nothing has happened yet": "Ingenting har skjedd ennå",
    "When somebody brings in or wins a lead, everybody sees it here.": (
        "Når noen kommer med eller vinner et lead, ser alle det her."
    ),
    "Nothing of this kind yet": "Ingenting av dette slaget ennå",
    "Show everything": "Vis alt",
}
