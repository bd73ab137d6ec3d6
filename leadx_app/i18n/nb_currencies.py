"""Norwegian of currencies and exchange rates."""

TEXTS = {
    "Currencies": "Valutaer",
    "Amounts are added up in {currency}, the base currency.": "Beløp summeres i {currency}, grunnvalutaen.",
    "A won lead keeps the rate of the day it was won. Open leads follow today's rate.": (
        "Et vunnet lead beholder kursen fra dagen det ble vunnet. Åpne leads følger dagens kurs."
    ),
    "No other currencies yet": "Ingen andre valutaer ennå",
    "Enter the first rate of one, and leads can have it.": "Skriv inn den første kursen, så kan leads bruke valutaen.",
    "Use again": "Bruk igjen",
    "Stop using": "Slutt å bruke",
    "Not for new leads": "Ikke for nye leads",
    "New rate": "Ny kurs",
    "Rates": "Kurser",
    "Rates of {currency}": "Kurser for {currency}",
    "Enter a rate": "Skriv inn en kurs",
    "Choose a currency": "Velg valuta",
    "One unit in {currency}": "Én enhet i {currency}",
    "How many {currency} you get for one unit of the currency.": (
        "Hvor mange {currency} du får for én enhet av valutaen."
    ),
    "Counts from": "Gjelder fra",
    "Save rate": "Lagre kurs",
    "Rates of the European Central Bank": "Kurser fra Den europeiske sentralbanken",
    "Send eurofxref-daily.xml, or eurofxref-hist as CSV or ZIP. Rates that you entered by hand stay.": (
        "Send eurofxref-daily.xml, eller eurofxref-hist som CSV eller ZIP. Kurser du har skrevet "
        "inn selv, blir stående."
    ),
    "File of rates": "Fil med kurser",
    "Fetch them every day": "Hent dem hver dag",
    "The server asks once an hour.": "Serveren spør én gang i timen.",
    "Switched off on this server. Whoever operates it sets LEADX_EXCHANGE_RATES_URL.": (
        "Slått av på denne serveren. Den som drifter den, setter LEADX_EXCHANGE_RATES_URL."
    ),
    "What could not be read": "Det som ikke kunne leses",
    "Entered by hand": "Skrevet inn for hånd",
    "European Central Bank": "Den europeiske sentralbanken",
    "Rate removed.": "Kursen er fjernet.",
    "Leads that have it keep it. New ones cannot have it.": "Leads som har den, beholder den. Nye kan ikke få den.",
    "Fetching rates is switched off on this server.": "Henting av kurser er slått av på denne serveren.",
    "since {day}": "siden {day}",
    "From {day}": "Fra {day}",
    "Remove the rate of {currency} from {day}": "Fjern kursen for {currency} fra {day}",
    "{count} rate was taken.": "{count} kurs ble tatt inn.",
    "{count} rates were taken.": "{count} kurser ble tatt inn.",
    "The newest is of {day}.": "Den nyeste er fra {day}.",
    "{count} that was entered by hand stays.": "{count} som var skrevet inn for hånd, blir stående.",
    "{count} that were entered by hand stay.": "{count} som var skrevet inn for hånd, blir stående.",
    "The file has no rate of {currencies}.": "Filen har ingen kurs for {currencies}.",
    "Line {line}: {problem}": "Linje {line}: {problem}",
    "and {count} more": "og {count} til",
    "Somebody else changed the rates of {currency} meanwhile. Look at them again.": (
        "Noen andre endret kursene for {currency} i mellomtiden. Se på dem igjen."
    ),
    "A currency needs a rate. Enter another one first, or stop using the currency.": (
        "En valuta må ha en kurs. Skriv inn en ny først, eller slutt å bruke valutaen."
    ),
    "Write a rate with digits and at most eight decimals, for example 11,50.": (
        "Skriv en kurs med sifre og høyst åtte desimaler, for eksempel 11,50."
    ),
    "The file has no rate of {currency}, your base currency.": (
        "Filen har ingen kurs for {currency}, grunnvalutaen din."
    ),
    "There is no rate of {currency} here.": "Her er det ingen kurs for {currency}.",
    "This is no file of the European Central Bank's reference rates. Send eurofxref-daily.xml or eurofxref-hist.zip.": (
        "Dette er ingen fil med referansekurser fra Den europeiske sentralbanken. Send eurofxref-daily.xml eller "
        "eurofxref-hist.zip."
    ),
    "The file is broken at line {line}.": "Filen er ødelagt ved linje {line}.",
    "“{text}” is no day.": "«{text}» er ingen dato.",
    "“{text}” is no currency.": "«{text}» er ingen valuta.",
    "“{text}” is no rate.": "«{text}» er ingen kurs.",
    "{text} has a rate for this day already.": "{text} har allerede en kurs for denne dagen.",
    "Value in base currency": "Verdi i grunnvaluta",
    "Base currency": "Grunnvaluta",
    "Open leads follow the exchange rate": "Åpne leads følger valutakursen",
    "Exchange rates are fetched": "Valutakurser hentes",
}
