"""Rewards in Norwegian."""

TEXTS = {
    "PDF": "PDF",
    "Rewards": "Belønninger",
    "Month": "Måned",
    "Quarter": "Kvartal",
    "Year": "År",
    "Time span": "Tidsrom",
    "Earlier": "Tidligere",
    "Later": "Senere",
    "Employees": "Ansatte",
    "Total Leads": "Leads totalt",
    "Total Revenue": "Omsetning totalt",
    "Revenue per month": "Omsetning per måned",
    "People who have access to the organization now.": "Personer som har tilgang til organisasjonen nå.",
    "Leads made in this time, parked ones excluded.": "Leads laget i tidsrommet, uten de parkerte.",
    "The value of the leads won in this time, at the rate of the day they were won.": (
        "Verdien av leads vunnet i tidsrommet, til kursen den dagen de ble vunnet."
    ),
    "Total Revenue by the months that have begun.": "Omsetning totalt delt på månedene som har begynt.",
    "My points": "Mine poeng",
    "Points": "Poeng",
    "Why these points": "Hvorfor disse poengene",
    "Why these points: {name}": "Hvorfor disse poengene: {name}",
    "Everybody": "Alle",
    "Leads generated": "Leads skapt",
    "Leads won": "Leads vunnet",
    "Leave me out of the leaderboard": "Hold meg utenfor poengtavlen",
    "Only you and the leaders see your points then.": "Da er det bare du og lederne som ser poengene dine.",
    "Leaderboard": "Poengtavle",
    "Podium": "Pallen",
    "Nobody has points yet": "Ingen har poeng ennå",
    "Bring in a lead, and you are the first one on the leaderboard.": (
        "Få inn et lead, så er du først på poengtavlen."
    ),
    "No points in this time": "Ingen poeng i dette tidsrommet",
    "Earlier points": "Tidligere poeng",
    "Lead created": "Lead laget",
    "Lead won": "Lead vunnet",
    "Lead removed": "Lead fjernet",
    "Handshake taken back": "Håndtrykk trukket tilbake",
    "Lead reopened": "Lead gjenåpnet",
    "A lead that you cannot open": "Et lead du ikke kan åpne",
    "{date}, rule {version}": "{date}, regel {version}",
    "{first} to {last}": "{first} til {last}",
    "Number {place} on the leaderboard": "Nummer {place} på poengtavlen",
    "Points for leads": "Poeng for leads",
    "Points at {organization}": "Poeng hos {organization}",
    "A change counts from now on. Points that were given stay what they are.": (
        "En endring gjelder fra nå av. Poeng som er gitt, blir som de er."
    ),
    "Write a whole number.": "Skriv et helt tall.",
    "Somebody else set the points meanwhile. Look at them again.": (
        "Noen andre har satt poengene i mellomtiden. Se på dem en gang til."
    ),
    "Write a whole number from 0 to {max}.": "Skriv et helt tall fra 0 til {max}.",
    "{number} leads": "{number} leads",
    "{number} handshakes": "{number} håndtrykk",
    "{number} leads won": "{number} leads vunnet",
    "{number} {currency} revenue": "{number} {currency} i omsetning",
    "{number} points": "{number} poeng",
}
