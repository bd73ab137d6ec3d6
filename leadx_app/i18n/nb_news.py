"""Norwegian of Sales News."""

TEXTS = {
    "Write day and time, for example 2026-11-24 09:30.": "Skriv dag og klokkeslett, for eksempel 2026-11-24 09:30.",
    "Choose a year from 1900 to 9998.": "Velg et år fra 1900 til 9998.",
    "There is no {time} on this day: the clocks go forward then.": (
        "Klokken blir aldri {time} denne dagen: da stilles den frem."
    ),
    "It would be over before it begins.": "Den ville vært over før den begynner.",
    "Choose a time to come.": "Velg et tidspunkt som ikke har vært.",
    "Only who wrote a comment takes it back.": "Bare den som skrev en kommentar, kan trekke den tilbake.",
    "The picture is changed with the item of news.": "Bildet endres sammen med nyheten.",
    "The picture is no longer there. Upload it again.": "Bildet er der ikke lenger. Last det opp på nytt.",
}
