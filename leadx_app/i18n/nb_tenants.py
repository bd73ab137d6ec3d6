"""Norwegian for setting a customer up."""

TEXTS = {
    "A person with this email exists already.": "En person med denne e-postadressen finnes allerede.",
    "Only the parent organization has children.": "Bare hovedorganisasjonen har underorganisasjoner.",
    "This address is taken.": "Denne adressen er tatt.",
    "This is the base currency.": "Dette er grunnvalutaen.",
    "Use small letters, digits and hyphens.": "Bruk små bokstaver, sifre og bindestreker.",
    "Write a rate between {min} and {max}.": "Skriv en kurs mellom {min} og {max}.",
}
