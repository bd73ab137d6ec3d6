"""Key figures in Norwegian."""

TEXTS = {
    "The value of all Won leads in {currency}, at the rate of the day they were won.": (
        "Verdien av alle vunne leads i {currency}, til kursen den dagen de ble vunnet."
    ),
}
