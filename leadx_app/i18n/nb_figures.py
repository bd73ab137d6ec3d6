"""Key figures in Norwegian."""

TEXTS = {
    "The line: twelve periods of 30 days.": "Linjen: tolv perioder på 30 dager.",
    "The value of all Won leads in {currency}, at the rate of the day they were won.": (
        "Verdien av alle vunne leads i {currency}, til kursen den dagen de ble vunnet."
    ),
}
