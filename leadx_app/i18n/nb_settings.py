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
    "Hit rate and financial year": "Treffprosent og regnskapsår",
    "Community, Pipeline, Pulse and Rewards follow at once, also for the time before.": (
        "Fellesskap, Pipeline, Puls og Belønninger følger med én gang, også for tiden før."
    ),
    "Won of all leads": "Vunnet av alle leads",
    "Won of won and closed": "Vunnet av vunnet og lukket",
    "Financial year begins on": "Regnskapsåret begynner",
    "Figures of {organization}": "Tall for {organization}",
    "Files of {organization}": "Filer i {organization}",
    "This server takes files of up to {max} MB, and 100 on a lead. Set less, or leave it empty.": (
        "Denne serveren tar filer på opptil {max} MB, og 100 på et lead. Sett mindre, eller la det stå tomt."
    ),
    "Files that are there stay.": "Filer som alt ligger der, blir.",
    "First month of the financial year": "Første måned i regnskapsåret",
    "Largest file, MB": "Største fil, MB",
    "Files on a lead": "Filer på et lead",
    "Write a whole number, or nothing.": "Skriv et helt tall, eller ingenting.",
    **{
        "1 January": "1. januar",
        "1 February": "1. februar",
        "1 March": "1. mars",
        "1 April": "1. april",
        "1 May": "1. mai",
        "1 June": "1. juni",
        "1 July": "1. juli",
        "1 August": "1. august",
        "1 September": "1. september",
        "1 October": "1. oktober",
        "1 November": "1. november",
        "1 December": "1. desember",
    },
    "DB view": "Databasevisning",
    "This lead has ended. A Manager opens it again first.": "Leadet er avsluttet. En leder må gjenåpne det først.",
}
