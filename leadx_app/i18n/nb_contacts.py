"""Norwegian of contacts."""

TEXTS = {
    "{actor} created the contact {name}": "{actor} opprettet kontakten {name}",
    "{actor} changed the contact {name}": "{actor} endret kontakten {name}",
    "{actor} merged another contact into {name}": "{actor} slo en annen kontakt sammen med {name}",
    "{actor} took the merge of {name} back": "{actor} angret sammenslåingen av {name}",
    "This is not an organization number: nine digits, or the country's two letters first.": (
        "Dette er ikke et organisasjonsnummer: ni siffer, eller landets to bokstaver først."
    ),
    "Write the country with its two letters, such as NO.": "Skriv landet med to bokstaver, for eksempel NO.",
    "This is not an address on the web, such as www.example.com.": (
        "Dette er ikke en nettadresse, for eksempel www.example.com."
    ),
    "{name} changed this contact while you were editing.": "{name} endret denne kontakten mens du redigerte.",
    "One of the two was changed since you looked. Look again before you make them one.": (
        "En av de to er endret siden du så på dem. Se igjen før du slår dem sammen."
    ),
    "{name} was changed since. Change it by hand instead.": "{name} er endret siden. Gjør endringen for hånd.",
    "A lead or person of {name} was changed since. Change it by hand instead.": (
        "Et lead eller en person hos {name} er endret siden. Gjør endringen for hånd."
    ),
    "Choose another contact than this one.": "Velg en annen kontakt enn denne.",
    "This contact belongs to another organization.": "Denne kontakten hører til en annen organisasjon.",
}
