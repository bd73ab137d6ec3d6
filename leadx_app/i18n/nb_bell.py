"""Norwegian of the bell and of push notifications."""

TEXTS = {
    "Bell": "Bjelle",
    "Ring the Bell": "Ring i bjella",
    "Only the owner rings the bell.": "Bare eieren ringer i bjella.",
    "The bell rings for won leads.": "Bjella ringer for vunne leads.",
    "You rang the bell": "Du ringte i bjella",
    "Brought in by {name}": "Tipset kom fra {name}",
    "Mute the bell": "Demp bjella",
    "Hear the bell": "Hør bjella",
    "A short sound when somebody in your organization rings it. You see it in any case.": (
        "En kort lyd når noen i organisasjonen ringer. Du ser det uansett."
    ),
}
