"""Norwegian of tasks, sales activities and the calendar."""

TEXTS = {
    "{actor} logged {title}": "{actor} førte inn {title}",
    "{actor} changed {title}": "{actor} endret {title}",
    "{actor} removed {title}": "{actor} fjernet {title}",
    "{actor} brought {title} back": "{actor} hentet {title} tilbake",
    "{actor} added the task {title}": "{actor} la til oppgaven {title}",
    "{actor} changed the task {title}": "{actor} endret oppgaven {title}",
    "{actor} gave the task {title} to {assignee}": "{actor} ga oppgaven {title} til {assignee}",
    "{actor} did the task {title}": "{actor} gjorde oppgaven {title}",
    "{actor} reopened the task {title}": "{actor} gjenåpnet oppgaven {title}",
    "{actor} removed the task {title}": "{actor} fjernet oppgaven {title}",
    "{actor} brought the task {title} back": "{actor} hentet oppgaven {title} tilbake",
    "{actor} is reminded of {title}": "{actor} blir minnet om {title}",
    "{actor} gave you the task “{title}”": "{actor} ga deg oppgaven «{title}»",
    "Reminder: {title}": "Påminnelse: {title}",
    "Somebody changed this meanwhile. Open it again to change it.": (
        "Noen endret dette i mellomtiden. Åpne det på nytt for å endre det."
    ),
    "Only whoever made it, and whoever does it, may change it.": (
        "Bare den som laget det og den som gjør det, kan endre det."
    ),
    "Only the creator and the owner plan on a lead.": "Bare den som opprettet leadet og eieren planlegger på det.",
    "This task is done. Reopen it first.": "Denne oppgaven er gjort. Gjenåpne den først.",
    "Write a time, for example 09:30.": "Skriv et klokkeslett, for eksempel 09:30.",
    "Ask for at most {days} days.": "Be om høyst {days} dager.",
    "Open your activities": "Åpne aktivitetene dine",
}
