"""Norwegian for what is wrong with a file or a picture."""

TEXTS = {
    "A lead holds at most {max} files. Remove one first.": "Et lead har plass til høyst {max} filer. Fjern en først.",
    "You sent a lot of files today. Try again tomorrow.": "Du har sendt mange filer i dag. Prøv igjen i morgen.",
    "The content of “{name}” is not what its name says.": "Innholdet i «{name}» er ikke det navnet sier.",
    "This picture cannot be read. It may be damaged.": "Dette bildet kan ikke leses. Det kan være skadet.",
    "This picture is too large. At most {max} million points are possible.": (
        "Dette bildet er for stort. Høyst {max} millioner bildepunkter er mulig."
    ),
    "“{name}” is empty.": "«{name}» er tom.",
    (
        "“{name}” is of a kind that cannot be kept here. Send a picture, a PDF, an Office document, text, sound, "
        "video or a ZIP."
    ): (
        "«{name}» er av et slag som ikke kan lagres her. Send et bilde, en PDF, et Office-dokument, tekst, lyd, "
        "video eller en ZIP."
    ),
}
