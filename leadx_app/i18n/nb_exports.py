"""Norwegian of lists as files."""

TEXTS = {
    "{actor} exported {rows} rows of {list} as {format}": "{actor} eksporterte {rows} rader av {list} som {format}",
    "Export": "Eksporter",
    "Excel": "Excel",
    "Complete": "Fullført",
    "Given by": "Gitt av",
}
