"""Norwegian of My Pipeline, and of figures, dates and ages everywhere."""

TEXTS = {
    "now": "nå",
    "{count} min": "{count} min",
    "{count} h": "{count} t",
    "{count} d": "{count} d",
    "{count} mo": "{count} md.",
    "{count} y": "{count} år",
    "{age} ago": "{age} siden",
}
