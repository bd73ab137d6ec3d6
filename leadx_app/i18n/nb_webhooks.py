"""Norwegian of webhooks."""

TEXTS = {
    "Write an address such as https://example.com/leadx.": "Skriv en adresse som https://example.com/leadx.",
    "Leave name and password out of the address. What is sent is signed.": (
        "Utelat navn og passord fra adressen. Det som sendes, er signert."
    ),
    "The address must begin with https://.": "Adressen må begynne med https://.",
    "This address is inside a private network. Nothing is sent there.": (
        "Denne adressen ligger i et privat nettverk. Dit sendes ingenting."
    ),
    "There is no such host. Check the address, or try again.": (
        "Verten finnes ikke. Sjekk adressen, eller prøv igjen."
    ),
    "There are {max} webhooks. Remove one that is no longer used first.": (
        "Det er {max} webhooks. Fjern først en som ikke lenger brukes."
    ),
    "Choose at least one thing to be told of.": "Velg minst én ting det skal meldes om.",
    "This webhook is off. Switch it on first.": "Denne webhooken er av. Slå den på først.",
    "This delivery is on its way already.": "Denne leveringen er allerede på vei.",
    "{actor} added a webhook to {host}": "{actor} la til en webhook til {host}",
    "{actor} changed the webhook to {host}": "{actor} endret webhooken til {host}",
    "{actor} removed the webhook to {host}": "{actor} fjernet webhooken til {host}",
    "{actor} brought the webhook to {host} back": "{actor} hentet tilbake webhooken til {host}",
    "{actor} had set up the webhook to {host}, which was paused": (
        "{actor} hadde satt opp webhooken til {host}, som ble satt på pause"
    ),
    "{actor} sent a message to {host} again": "{actor} sendte en melding til {host} på nytt",
    "{actor} is told of a delivery": "{actor} får vite om en levering",
    "Added by {name}": "Lagt til av {name}",
    "Added by {name}, who no longer works here. It goes on until an Admin ends it.": (
        "Lagt til av {name}, som ikke lenger jobber her. Den fortsetter til en Admin avslutter den."
    ),
    "A lead is created": "Et lead blir opprettet",
    "A lead is changed": "Et lead blir endret",
    "A lead is handed over to sales": "Et lead blir overlevert til salg",
    "A handover is accepted": "En overlevering blir godtatt",
    "A lead is assigned": "Et lead blir tildelt",
    "A lead is returned to its creator": "Et lead blir sendt tilbake til den som opprettet det",
    "A lead comes to another stage": "Et lead kommer til et annet steg",
    "A lead is parked": "Et lead blir parkert",
    "A parked lead is resumed": "Et parkert lead blir tatt opp igjen",
    "A lead is won": "Et lead blir vunnet",
    "A lead is closed": "Et lead blir lukket",
    "A lead is reopened": "Et lead blir gjenåpnet",
    "A lead comes from another organization": "Et lead kommer fra en annen organisasjon",
    "An import has ended": "En import er ferdig",
    "LeadX tells other programs what happens, by a signed message to their address.": (
        "LeadX forteller andre programmer hva som skjer, med en signert melding til adressen deres."
    ),
    "Copy the secret now. It is shown only this once. Messages are signed with it.": (
        "Kopier hemmeligheten nå. Den vises bare denne ene gangen. Meldingene signeres med den."
    ),
    "Secret of the webhook": "Hemmeligheten til webhooken",
    "I have copied it": "Jeg har kopiert den",
    "Add webhook": "Legg til webhook",
    "Change webhook": "Endre webhook",
    "Webhook": "Webhook",
    "No webhooks yet": "Ingen webhooks ennå",
    "Add the address of a program that should hear of leads.": (
        "Legg til adressen til et program som skal få høre om leads."
    ),
    "It must be reachable from the internet and begin with https://.": (
        "Den må kunne nås fra internett og begynne med https://."
    ),
    "Tell when": "Meld fra når",
    "Also tell what happens in child organizations": "Meld også om det som skjer i underorganisasjoner",
    "Send a test": "Send en prøve",
    "Switch off": "Slå av",
    "Switch on": "Slå på",
    "New secret": "Ny hemmelighet",
    "Deliveries": "Leveringer",
    "Deliveries of the webhook": "Leveringer til webhooken",
    "Nothing was sent yet. Send a test, or wait until something happens.": (
        "Ingenting er sendt ennå. Send en prøve, eller vent til noe skjer."
    ),
    "What was sent": "Det som ble sendt",
    "Redeliver": "Lever på nytt",
    "Redeliver {what} of {moment}": "Lever {what} fra {moment} på nytt",
    "The webhook is removed.": "Webhooken er fjernet.",
    "Delivered": "Levert",
    "Given up": "Gitt opp",
    "The address could not be reached.": "Adressen kunne ikke nås.",
    "The address did not answer in time.": "Adressen svarte ikke i tide.",
    "No encrypted connection with a good certificate could be made.": (
        "Det gikk ikke å få en kryptert forbindelse med et gyldig sertifikat."
    ),
    "The address is inside a private network. Nothing was sent.": (
        "Adressen ligger i et privat nettverk. Ingenting ble sendt."
    ),
    "The address wants to be asked elsewhere. Enter the other address here.": (
        "Adressen viser til en annen. Skriv inn den andre adressen her."
    ),
    "The address did not take the message.": "Adressen tok ikke imot meldingen.",
    "Paused": "På pause",
    "On": "På",
    "Off": "Av",
    "Failing": "Svikter",
    "Nothing arrived for 24 hours. Switch it on to try again.": (
        "Ingenting kom fram på 24 timer. Slå den på for å prøve igjen."
    ),
    "Nothing has arrived since {moment}.": "Ingenting har kommet fram siden {moment}.",
    "All kinds": "Alt",
    "Test message": "Prøvemelding",
    "{count} ms": "{count} ms",
    "{count} attempts": "{count} forsøk",
    "Webhooks are told": "Webhooks får beskjed",
    "Old deliveries to webhooks are removed": "Gamle leveringer til webhooks fjernes",
    "The webhook to {host} was paused": "Webhooken til {host} ble satt på pause",
    "Nothing that LeadX sent to {host} has arrived for 24 hours.": (
        "Ingenting LeadX har sendt til {host}, har kommet fram på 24 timer."
    ),
    "Nothing more is sent there until you switch it on again. What waits is kept.": (
        "Mer sendes ikke dit før du slår den på igjen. Det som venter, tas vare på."
    ),
    "Look at the webhooks": "Se på webhookene",
}
