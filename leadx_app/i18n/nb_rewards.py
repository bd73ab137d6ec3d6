"""Rewards in Norwegian."""

TEXTS = {
    "Somebody else set the points meanwhile. Look at them again.": (
        "Noen andre har satt poengene i mellomtiden. Se på dem en gang til."
    ),
    "Write a whole number from 0 to {max}.": "Skriv et helt tall fra 0 til {max}.",
}
