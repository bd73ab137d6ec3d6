"""Norwegian of what the REST API and the file routes answer."""

TEXTS = {
    "Nothing came for {seconds} s. Send the file again.": "Det kom ingenting på {seconds} s. Send filen på nytt.",
    "Say in If-Match or in version which version you read.": (
        "Si i If-Match eller i version hvilken versjon du leste."
    ),
    "Send the name of the file in X-File-Name.": "Send navnet på filen i X-File-Name.",
    "The file is too large. At most {max} MB are possible.": "Filen er for stor. Høyst {max} MB er mulig.",
    "The place of the files does not answer. Nothing was saved. Try again.": (
        "Fillageret svarer ikke. Ingenting ble lagret. Prøv igjen."
    ),
    "There is no room for more files. Nothing was saved.": "Det er ikke plass til flere filer. Ingenting ble lagret.",
    "This address does not answer to that method.": "Denne adressen svarer ikke på den metoden.",
    "This is more than we read at once.": "Dette er mer enn vi leser på én gang.",
    "This is not JSON that we can read.": "Dette er ikke JSON som vi kan lese.",
    "Too many requests. Wait {seconds} s and try again.": "For mange forespørsler. Vent {seconds} s og prøv igjen.",
    "Wait until the other files are sent.": "Vent til de andre filene er sendt.",
    "We could not find that.": "Vi fant ikke det.",
}
