"""Norwegian of the look-up in the public register of companies."""

TEXTS = {
    "Among your contacts": "Blant kontaktene dine",
    "From the register: {about}. Number and address come with it.": (
        "Fra registeret: {about}. Nummer og adresse følger med."
    ),
    "Find in the register": "Finn i Enhetsregisteret",
    "Name or organization number": "Navn eller organisasjonsnummer",
    "The register cannot be reached. Fill in by hand.": "Vi får ikke kontakt med registeret. Fyll inn for hånd.",
    "The register knows nothing like this. Fill in by hand.": "Registeret har ingen slik bedrift. Fyll inn for hånd.",
    "{name} is deleted from the register.": "{name} er slettet fra registeret.",
    "Filled in from the register: {name}.": "Fylt inn fra registeret: {name}.",
    "You had written {fields} yourself.": "Du hadde selv fylt ut {fields}.",
    "Use the register's": "Bruk registerets",
}
