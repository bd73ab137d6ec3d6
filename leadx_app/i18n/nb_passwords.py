"""Norwegian for why a password is refused."""

TEXTS = {
    "Do not use your name or your email address in the password.": (
        "Ikke bruk navnet eller e-postadressen din i passordet."
    ),
    "The password contains a character that not every keyboard can write.": (
        "Passordet har et tegn som ikke alle tastaturer kan skrive."
    ),
    "This password is too common. Choose one that nobody guesses.": (
        "Dette passordet er for vanlig. Velg et som ingen gjetter."
    ),
    "Use at least 12 characters for the password.": "Bruk minst 12 tegn i passordet.",
    "Use at most 128 characters for the password.": "Bruk høyst 128 tegn i passordet.",
}
