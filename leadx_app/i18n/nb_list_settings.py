"""Norwegian of the lists that an Admin sets: stages, categories, sources, reasons and tags."""

TEXTS = {
    "Stages": "Steg",
    "Add stage": "Legg til steg",
    "Edit stage": "Endre steg",
    "Remove stage": "Fjern steg",
    "Every lead goes this way, in all organizations. A change shows on open pages at once.": (
        "Alle leads går denne veien, i alle organisasjoner. En endring vises på åpne sider med én gang."
    ),
    "The Admin of the parent organization changes the stages.": "Administratoren i hovedorganisasjonen endrer stegene.",
    "Its leads are being moved": "Leadene flyttes",
    "Colour": "Farge",
    "Slate": "Skifergrå",
    "Blue": "Blå",
    "Cyan": "Cyan",
    "Teal": "Blågrønn",
    "Green": "Grønn",
    "Amber": "Rav",
    "Red": "Rød",
    "Pink": "Rosa",
    "Violet": "Fiolett",
    "Brown": "Brun",
    "Probability of a win, %": "Sannsynlighet for å vinne, %",
    "Gone quiet after, days": "Stille etter, dager",
    "{leads} at this stage": "{leads} på dette steget",
    "Stay here, under this name": "Blir her, under dette navnet",
    "Or choose the stage to which they all go.": "Eller velg steget som alle skal til.",
    "{stage} has leads: {leads}, with those that have ended.": "{stage} har leads: {leads}, medregnet de avsluttede.",
    "To which stage do they go?": "Hvilket steg skal de til?",
    "Choose a stage": "Velg et steg",
    "Each lead's history says that it was moved.": "Historikken til hvert lead sier at det ble flyttet.",
    "No lead is at {stage}.": "Ingen leads står på {stage}.",
    "Saved. Its leads are on their way.": "Lagret. Leadene er på vei.",
    "The stage is removed.": "Steget er fjernet.",
    "The stage goes when its leads have been moved.": "Steget forsvinner når leadene er flyttet.",
    "{percent} won": "{percent} vinnes",
    "quiet after {count} day": "stille etter {count} dag",
    "quiet after {count} days": "stille etter {count} dager",
    "Move {name} up": "Flytt {name} opp",
    "Move {name} down": "Flytt {name} ned",
    "Edit {name}": "Endre {name}",
    "Remove {name}": "Fjern {name}",
    "No leads": "Ingen leads",
    "Move the leads of a list": "Flytt leadene i en liste",
    "Write a whole number from {min} to {max}.": "Skriv et helt tall fra {min} til {max}.",
    "Every lead begins at the first stage. You can rename it, but not remove it.": (
        "Alle leads begynner på det første steget. Du kan gi det et nytt navn, men ikke fjerne det."
    ),
    "The first stage stays first: every lead begins there.": "Det første steget blir først: Alle leads begynner der.",
    "Choose where the leads of this stage go.": "Velg hvor leadene på dette steget skal.",
    "The list is full: {max} are the most.": "Listen er full: {max} er det meste.",
    "This name is on the list already.": "Dette navnet står allerede på listen.",
    "This name is among those that are used no more.": "Dette navnet er blant dem som ikke brukes lenger.",
    "These lists are the parent organization's. Its Admin changes them.": (
        "Disse listene hører til hovedorganisasjonen. Administratoren der endrer dem."
    ),
    "Tags stand by their names.": "Merkelapper står etter navn.",
    "Keep one reason at least: whoever closes a lead is asked for it.": (
        "Behold minst én årsak: Den som lukker et lead, blir spurt om den."
    ),
    "Lists": "Lister",
    "Categories": "Kategorier",
    "Sources": "Kilder",
    "Lost reasons": "Tapsårsaker",
    "What kind of business a lead is about.": "Hva slags salg et lead gjelder.",
    "Where leads come from.": "Hvor leads kommer fra.",
    "Why leads are closed without a sale.": "Hvorfor leads lukkes uten salg.",
    "Words that people mark leads with; whoever types a new one adds it.": (
        "Ord som folk merker leads med. Den som skriver et nytt, legger det til."
    ),
    "The Admin of the parent organization changes these lists.": (
        "Administratoren i hovedorganisasjonen endrer disse listene."
    ),
    "Nothing on this list yet": "Ingenting på denne listen ennå",
    "Add the first one, and leads can have it.": "Legg til den første, så kan leads få den.",
    "Rename": "Gi nytt navn",
    "Add to the list": "Legg til på listen",
    "Leads that have it show the new name.": "Leads som har det, viser det nye navnet.",
    "Merge into another one": "Slå sammen med en annen",
    "All leads that have {name} get the other one, and {name} is gone.": (
        "Alle leads som har {name}, får den andre, og {name} forsvinner."
    ),
    "Which one stays?": "Hvilken blir?",
    "Choose one": "Velg en",
    "They are one now.": "Nå er de slått sammen.",
    "They are one as soon as all leads have been moved.": "De er slått sammen når alle leads er flyttet.",
    "Rename {name}": "Gi {name} nytt navn",
    "Merge {name} into another one": "Slå {name} sammen med en annen",
    "Use {name} again": "Bruk {name} igjen",
    "Stop using {name}": "Slutt å bruke {name}",
}
