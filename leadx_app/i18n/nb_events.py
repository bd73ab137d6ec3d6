"""Norwegian of what happened to a lead, of its figures, and of what ended it."""

TEXTS = {
    "{actor} created the lead": "{actor} opprettet leadet",
    "{actor} changed the lead": "{actor} endret leadet",
    "{actor} handed the lead over to sales": "{actor} overleverte leadet til salg",
    "{actor} accepted the lead": "{actor} tok imot leadet",
    "{actor} assigned the lead to {owner}": "{actor} ga leadet til {owner}",
    "{actor} returned the lead: {reason}": "{actor} sendte leadet tilbake: {reason}",
    "{actor} moved the lead from {from_stage} to {to_stage}": "{actor} flyttet leadet fra {from_stage} til {to_stage}",
    "{actor} parked the lead": "{actor} parkerte leadet",
    "{actor} resumed the lead": "{actor} gjenopptok leadet",
    "{actor} won the lead": "{actor} vant leadet",
    "{actor} closed the lead: {reason}": "{actor} lukket leadet: {reason}",
    "{actor} reopened the lead: {reason}": "{actor} gjenåpnet leadet: {reason}",
    "{actor} wrote a note": "{actor} skrev et notat",
    "{actor} added the file {file}": "{actor} la til filen {file}",
    "{actor} removed the file {file}": "{actor} fjernet filen {file}",
    "Revenue, {currency}": "Omsetning, {currency}",
    "Leads Total": "Leads totalt",
    "Hit Rate": "Treffprosent",
    "Handshakes": "Håndtrykk",
    "The value of your Won leads in {currency}, at the rate of the day they were won.": (
        "Verdien av dine vunne leads i {currency}, etter kursen den dagen de ble vunnet."
    ),
    "All leads except the parked ones.": "Alle leads unntatt de parkerte.",
    "Won leads out of all leads except the parked ones.": "Vunne leads av alle leads unntatt de parkerte.",
    "Won leads out of the won and the closed ones.": "Vunne leads av de vunne og de lukkede.",
    "Leads from finders that sales accepted.": "Leads fra tipsere som salg tok imot.",
    "This lead is won already.": "Dette leadet er allerede vunnet.",
    "This lead is closed already.": "Dette leadet er allerede lukket.",
    "This lead is parked. Resume it first.": "Dette leadet er parkert. Gjenoppta det først.",
    "Start again from the first page.": "Begynn på nytt fra første side.",
}
