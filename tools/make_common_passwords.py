"""Make the list of passwords that are refused: `python tools/make_common_passwords.py`.

No list of leaked passwords is copied. The entries follow from what is well known of how people choose: a common word
with digits or a year, the same word twice, two common words, and walks over the keyboard. They are lower case and
without marks, as `leadx_app.adapters.passwords` compares them.
"""

import gzip
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).parents[1] / "leadx_app" / "adapters" / "common_passwords.txt.gz"
SHORTEST = 8  # Shorter ones cannot reach twelve characters with the usual marks around them.

WORDS = tuple(
    """
    password passord passwort passwd pass qwerty azerty welcome velkommen admin administrator root user bruker
    guest gjest login letmein iloveyou jegelskerdeg elsker love kjærlighet kjaerlighet monkey dragon shadow
    master sunshine princess prinsesse superman batman spiderman pokemon starwars football fotball baseball
    hockey liverpool arsenal chelsea barcelona manchester rosenborg brann vålerenga summer sommer winter
    vinter spring autumn høst påske jul christmas january february april august september october november
    december januar februar juni juli oktober desember monday tuesday wednesday thursday friday saturday
    sunday mandag tirsdag onsdag torsdag fredag lørdag søndag oslo bergen trondheim stavanger norge norway
    sverige sweden danmark london company firma bedrift jobb work office kontor sales salg selger kunde
    customer leads leadx pipeline secret hemmelig hemmelighet computer internet google facebook microsoft
    windows apple android samsung changeme change default temp test tester testing demo hello hei heisann
    freedom whatever trustno michael charlie jordan jennifer thomas daniel robert andreas kristian martin
    marius henrik magnus anders sander mamma pappa familie family pizza cookie chocolate sjokolade banana
    orange flower blomst butterfly tiger hunter killer soccer ninja abc abcd qwe asd correct horse battery
    staple qwertyuiop qwertyui asdf asdfgh asdfghjkl zxcvb zxcvbn zxcvbnm qazwsx 1qaz2wsx 1q2w3e4r q1w2e3r4
    qwer1234
    """.split()  # noqa: SIM905 — so many quoted strings read worse
)
STRONGEST = (*WORDS[:36], "hemmelig", "secret", "oslo", "norge", "leadx", "demo", "test", "abc")
WALKS = (
    "1234567890",
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopåasdfghjkløæzxcvbnm",
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertzuiopasdfghjklyxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "zaq12wsxcde34rfvbgt56yhn",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "a1b2c3d4e5f6g7h8i9j0",
    "1a2b3c4d5e6f7g8h9i0j",
    "123qweasdzxc",
    "qweasdzxcrtyfghvbn",
    "123456qwertyasdfghzxcvbn",
    "qwerty123456789012345",
    "abc123def456ghi789",
)


def endings() -> Iterator[str]:
    """Digits as people add them when a form asks for digits, and years."""
    yield from ("", *map(str, range(10)))
    yield from ("1234567890"[:length] for length in range(2, 11))
    yield from (digit * times for digit in "0123456789" for times in (2, 3, 4, 6))
    yield from ("321", "4321", "54321", "654321", "007", "01", "10", "13", "69", "100", "112233", "123321", "123123")
    yield from map(str, range(1960, 2036))


def entries() -> Iterator[str]:
    """Every common password, some of them several times."""
    for word in WORDS:
        for ending in endings():
            yield word + ending
        yield from (word * times for times in (2, 3, 4))
        yield from ("123" + word, "1234" + word, "12345" + word, "123456" + word, word + "abc", word + "qwe")
    for first in STRONGEST:
        for second in STRONGEST:
            yield from (first + second, first + second + "1", first + second + "123")
    for walk in WALKS:
        for line in (walk, walk[::-1]):
            twice = line * 2
            yield from (twice[at : at + length] for at in range(len(line)) for length in range(SHORTEST, 21))
    yield from (
        "correcthorsebatterystaple",
        "ihavenopassword",
        "thisismypassword",
        "mypassword",
        "mittpassord",
        "nopassword",
    )


def main() -> None:
    """Write the list, sorted, compressed, the same bytes on every machine."""
    lines = sorted({entry for entry in entries() if len(entry) >= SHORTEST})
    TARGET.write_bytes(gzip.compress("\n".join(lines).encode(), compresslevel=9, mtime=0))
    print(f"{len(lines)} passwords, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
