"""Norwegian of notifications and their preferences."""

TEXTS = {
    "{actor} handed over “{lead}”": "{actor} overleverte «{lead}»",
    "{actor} accepted “{lead}”": "{actor} tok imot «{lead}»",
    "{actor} assigned “{lead}” to {owner}": "{actor} ga «{lead}» til {owner}",
    "{actor} assigned “{lead}” to you": "{actor} ga «{lead}» til deg",
    "{actor} returned “{lead}”: {reason}": "{actor} sendte «{lead}» tilbake: {reason}",
    "{actor} won “{lead}”": "{actor} vant «{lead}»",
    "{actor} closed “{lead}”: {reason}": "{actor} lukket «{lead}»: {reason}",
    "{actor} reopened “{lead}”: {reason}": "{actor} gjenåpnet «{lead}»: {reason}",
    "{actor} wrote a note on “{lead}”": "{actor} skrev et notat på «{lead}»",
    "{actor} mentioned you in a note on “{lead}”": "{actor} nevnte deg i et notat på «{lead}»",
    "“{lead}” from {actor} has waited too long for an answer": "«{lead}» fra {actor} har ventet for lenge på svar",
    "{actor} published the news “{title}”": "{actor} publiserte nyheten «{title}»",
    "{actor} changed the news “{title}”": "{actor} endret nyheten «{title}»",
    "{actor} removed the news “{title}”": "{actor} fjernet nyheten «{title}»",
    "{actor} brought the news “{title}” back": "{actor} hentet nyheten «{title}» tilbake",
    "{actor} commented on the news “{title}”": "{actor} kommenterte nyheten «{title}»",
    "{actor} did something with a lead that you no longer see": (
        "{actor} gjorde noe med et lead som du ikke lenger ser"
    ),
}
