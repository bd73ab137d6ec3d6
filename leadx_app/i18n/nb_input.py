"""Norwegian for what is wrong with something that a person wrote."""

TEXTS = {
    "Choose a currency from the list.": "Velg en valuta fra listen.",
    "Fill in this field.": "Fyll ut dette feltet.",
    "The amount cannot be negative.": "Beløpet kan ikke være negativt.",
    "The amount is too large. The largest is {max}.": "Beløpet er for stort. Det største er {max}.",
    "This is not a phone number. Outside Norway, begin with + and the country code.": (
        "Dette er ikke et telefonnummer. Utenfor Norge må det begynne med + og landkoden."
    ),
    "This is not an email address.": "Dette er ikke en e-postadresse.",
    "Too many accents are stacked on one letter.": "Det er stablet for mange aksenter på én bokstav.",
    "Use at most two decimals.": "Bruk høyst to desimaler.",
    "Write a date after 1900.": "Skriv en dato etter 1900.",
    "Write a date as year-month-day, for example 2026-11-24.": (
        "Skriv datoen som år-måned-dag, for eksempel 2026-11-24."
    ),
    "Write an amount with digits, for example 1234,50.": "Skriv beløpet med sifre, for eksempel 1234,50.",
    "Write at most {max} characters, not {count}.": "Skriv høyst {max} tegn, ikke {count}.",
    "Write text here.": "Skriv tekst her.",
    "“{text}” can be read in two ways. Write {whole}, or at most two decimals.": (
        "«{text}» kan leses på to måter. Skriv {whole}, eller høyst to desimaler."
    ),
}
