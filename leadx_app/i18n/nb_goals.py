"""Goals in Norwegian."""

TEXTS = {
    "So far": "Hittil",
    "Target": "Målet",
    "{organization}, made on {day}": "{organization}, laget {day}",
    "Points are those of the ledger: what was taken back is less.": (
        "Poengene er de i poengboken; det som er trukket tilbake, er trukket fra."
    ),
    "Goals": "Mål",
    "Goal": "Mål",
    "Set a goal": "Sett et mål",
    "Set the goal": "Sett målet",
    "The goal is set.": "Målet er satt.",
    "Goal removed.": "Målet er fjernet.",
    "No goals yet": "Ingen mål ennå",
    "Set one for everybody or for a team, and all see how far it has come.": (
        "Sett ett for alle eller for et lag, så ser alle hvor langt dere er kommet."
    ),
    "Remove the goal {name}": "Fjern målet {name}",
    "Progress of {name}": "Fremdrift for {name}",
    "Measure": "Hva som telles",
    "How many": "Hvor mye",
    "Team": "Lag",
    "Revenue counts in {currency}.": "Omsetning telles i {currency}.",
    "What everybody calls it. It can be left out.": "Det alle kaller det. Kan utelates.",
    "Nobody chosen is the whole organization.": "Velger du ingen, gjelder det hele organisasjonen.",
    "The whole organization": "Hele organisasjonen",
    "Leads created": "Leads laget",
    "{done} of {target}": "{done} av {target}",
    "{span}: {period}": "{span}: {period}",
    "{count} to go": "{count} igjen",
    "Reached": "Nådd",
    "Reached on {date}": "Nådd {date}",
    "Not reached": "Ikke nådd",
    "Was reached, then something was taken back": "Var nådd, men noe er trukket tilbake",
    "Goal reached: {goal}": "Mål nådd: {goal}",
    "Write a number that is more than 0.": "Skriv et tall som er større enn 0.",
    "Choose a time that is not over.": "Velg en periode som ikke er over.",
    "Choose people who work here.": "Velg noen som jobber her.",
    "There are {max} goals in that time already. Take one away first.": (
        "Det er {max} mål i den perioden allerede. Fjern ett først."
    ),
    "{actor} set the goal {goal}": "{actor} satte målet {goal}",
    "{actor} took the goal {goal} away": "{actor} fjernet målet {goal}",
    "{actor} brought the goal {goal} back": "{actor} hentet målet {goal} tilbake",
    "{actor} set a goal that is reached: {goal}": "{actor} satte et mål som er nådd: {goal}",
}
