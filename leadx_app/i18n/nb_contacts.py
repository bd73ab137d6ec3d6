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
    "Contact": "Kontakt",
    "Companies": "Bedrifter",
    "Persons": "Personer",
    "Kind of contact": "Type kontakt",
    "From the letter": "Fra bokstaven",
    "No contact like this": "Ingen slik kontakt",
    "Show all contacts": "Vis alle kontakter",
    "No companies yet": "Ingen bedrifter ennå",
    "No persons yet": "Ingen personer ennå",
    "Every new lead brings its company here.": "Hvert nytt lead tar med bedriften sin hit.",
    "Every new lead brings its contact person here.": "Hvert nytt lead tar med kontaktpersonen sin hit.",
    "Organization number": "Organisasjonsnummer",
    "Industry": "Bransje",
    "Address": "Adresse",
    "Postcode": "Postnummer",
    "City": "Sted",
    "Country": "Land",
    "Website": "Nettsted",
    "Company": "Bedrift",
    "same organization number": "samme organisasjonsnummer",
    "same email": "samme e-post",
    "same phone": "samme telefon",
    "similar name": "lignende navn",
    "{actor} changed the contact": "{actor} endret kontakten",
    "{actor} merged {other} into this contact": "{actor} slo {other} sammen med denne kontakten",
    "{actor} parted this contact and {other} again": "{actor} skilte denne kontakten og {other} igjen",
    "Created by {name}, {day}": "Opprettet av {name}, {day}",
    "{name} is among the contacts.": "{name} er blant kontaktene.",
    "This contact may be there already": "Denne kontakten finnes kanskje allerede",
    "Use this one": "Bruk denne",
    "Merge …": "Slå sammen …",
    "Merge": "Slå sammen",
    "Merge contacts": "Slå sammen kontakter",
    "Which contact is the same?": "Hvilken kontakt er den samme?",
    "“{other}” becomes part of “{name}”: its leads and persons move here. You can take it back.": (
        "«{other}» blir en del av «{name}»: leads og personer flyttes hit. Du kan angre det."
    ),
    "This contact": "Denne kontakten",
    "The other contact": "Den andre kontakten",
    "The two are one contact now.": "De to er nå én kontakt.",
    "They are two contacts again.": "De er to kontakter igjen.",
    "Take back": "Angre",
    "There may be two of this contact": "Denne kontakten finnes kanskje to ganger",
    "{name} changed this contact while you are editing. Your text is kept.": (
        "{name} endret denne kontakten mens du redigerer. Teksten din er beholdt."
    ),
    "No lead of this contact that you may open.": "Ingen leads hos denne kontakten som du kan åpne.",
    "We could not find this contact": "Vi fant ikke denne kontakten",
    "It may be another organization's, or the address is not complete.": (
        "Den kan høre til en annen organisasjon, eller adressen er ufullstendig."
    ),
    "To the contacts": "Til kontaktene",
    "New company": "Ny bedrift",
    "New person": "Ny person",
    "Edit company": "Rediger bedriften",
    "Edit person": "Rediger personen",
    "Name, number, town, email or phone": "Navn, nummer, sted, e-post eller telefon",
    "CSV": "CSV",
    "vCard": "vCard",
    "Download as vCard": "Last ned som vCard",
    "Try other words, or begin from the first letter.": "Prøv andre ord, eller begynn fra første bokstav.",
    "Previous contact": "Forrige kontakt",
    "Next contact": "Neste kontakt",
    "More for {name}": "Mer for {name}",
    "Nobody is known here yet.": "Ingen er registrert her ennå.",
    "Write its name, number or town.": "Skriv navn, nummer eller sted.",
    "Another contact": "En annen kontakt",
    "This company may be there already": "Denne bedriften finnes kanskje allerede",
    "This person may be there already": "Denne personen finnes kanskje allerede",
}
