"""Norwegian of the settings that an Admin makes, and of the clock on handovers."""

TEXTS = {
    "Write a number of hours from 1 to {max}.": "Skriv et antall timer fra 1 til {max}.",
    "Write a whole number of hours, or nothing.": "Skriv et helt antall timer, eller ingenting.",
    "{time} left": "{time} igjen",
    "d h min s": "d t min s",
    "Overdue since {moment}": "Fristen gikk ut {moment}",
    "Answer handed-over leads within": "Svar på overleverte leads innen",
    "The finder and the Managers see the time run down. When it is over, the Managers are told once.": (
        "Den som tipset, og lederne ser tiden gå. Når den er ute, får lederne beskjed én gang."
    ),
    "Hours": "Timer",
    "median": "median",
    "Sales answers in": "Salg svarer på",
    "of the latest handshake": "for det siste håndtrykket",
    "of the latest {count} handshakes": "for de siste {count} håndtrykkene",
    "The median from handed over to accepted or assigned, over the latest 200 handshakes of the last 90 days.": (
        "Medianen fra overlevert til godtatt eller tildelt, for de siste 200 håndtrykkene i de siste 90 dagene."
    ),
    "No limit": "Ingen frist",
    "Also tell": "Si også fra til",
    "Nobody else": "Ingen andre",
    "Saved.": "Lagret.",
}
