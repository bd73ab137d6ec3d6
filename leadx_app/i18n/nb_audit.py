"""Norwegian of the audit log."""

TEXTS = {
    "Audit log": "Revisjonslogg",
    "Search the log": "Søk i loggen",
    "From day": "Fra dag",
    "To day": "Til dag",
    "Show everything": "Vis alt",
    "Nothing is like this": "Ingen treff",
    "Take a filter away, or choose other days.": "Fjern et filter, eller velg andre dager.",
    "Nothing to tell yet": "Ingenting å fortelle ennå",
    "Sign-ins, changes of roles and settings, and exports show here.": (
        "Innlogginger, endringer av roller og innstillinger og eksporter vises her."
    ),
    "Sign-ins": "Innlogginger",
    "Refusals": "Avslag",
    "People and roles": "Folk og roller",
    "Accounts": "Kontoer",
    "Exports": "Eksporter",
    "Webhooks": "Webhooks",
    "Somebody unknown": "En ukjent",
    "What happened": "Hva skjedde",
    "Changes": "Endringer",
    "By": "Av",
    "About": "Om",
    "Network address": "IP-adresse",
    "{actor} signed in": "{actor} logget inn",
    "Somebody tried to sign in as {name} and was refused": "Noen prøvde å logge inn som {name} og ble avvist",
    "{actor} signed out": "{actor} logget ut",
    "{actor} asked for what their role does not allow: {what}": "{actor} ba om noe rollen ikke tillater: {what}",
    "{actor} made the API token {token}": "{actor} laget API-nøkkelen {token}",
    "{actor} used the API token {token}": "{actor} brukte API-nøkkelen {token}",
    "{actor} revoked the API token {token} of {name}": "{actor} trakk tilbake API-nøkkelen {token} til {name}",
    "{actor} changed {columns} in the DB view: {table}, {row}": (
        "{actor} endret {columns} i databasevisningen: {table}, {row}"
    ),
    # API tokens of everybody.
    "Programs of your people use these. Everybody makes their own on their profile.": (
        "Programmene til folkene dine bruker disse. Alle lager sine egne på profilen sin."
    ),
    "In use": "I bruk",
    "Which tokens": "Hvilke nøkler",
    "Tokens that people make on their profile show here.": "Nøkler som folk lager på profilen sin, vises her.",
    "Last used {when}": "Sist brukt {when}",
    "Works until {day}": "Virker til {day}",
    "Works": "Virker",
    "Ended by itself": "Utløpt",
    "Revoked": "Trukket tilbake",
    "Revoke": "Trekk tilbake",
    "Revoke {name} of {owner}": "Trekk tilbake {name} til {owner}",
}
