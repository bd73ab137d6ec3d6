"""Make the sound of the bell: `python tools/make_bell_sound.py` writes assets/bell.wav, always the same bytes.

A small brass bell, struck once: partials of a bell (hum, prime, tierce, quint, nominal, and two above), each fading
in its own time, the high ones first. Nobody else's recording is in it.
"""

import math
import struct
import wave
from pathlib import Path

TARGET = Path(__file__).parents[1] / "assets" / "bell.wav"
RATE = 16_000
SECONDS = 1.7
STRIKE_HZ = 523.25
PEAK = 0.7
# Frequency as a multiple of the strike note, loudness, and the seconds in which it fades to a third.
PARTIALS = (
    (0.5, 0.35, 0.70),
    (1.0, 0.60, 0.55),
    (1.2, 0.45, 0.42),
    (1.5, 0.25, 0.35),
    (2.0, 0.55, 0.30),
    (2.67, 0.20, 0.18),
    (4.1, 0.10, 0.10),
)
RISE_SECONDS = 0.004
FALL_SECONDS = 0.15


def samples() -> list[float]:
    """The wave, from -1 to 1."""
    wanted = [_at(number / RATE) for number in range(int(RATE * SECONDS))]
    loudest = max(map(abs, wanted))
    return [value / loudest * PEAK for value in wanted]


def _at(time: float) -> float:
    struck = min(time / RISE_SECONDS, 1.0) * min((SECONDS - time) / FALL_SECONDS, 1.0)
    partials = (
        loudness * math.exp(-time / fade) * math.sin(math.tau * STRIKE_HZ * multiple * time)
        for multiple, loudness, fade in PARTIALS
    )
    return struck * sum(partials)


def main() -> None:
    """Write the file."""
    with wave.open(str(TARGET), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", round(value * 32_767)) for value in samples()))


if __name__ == "__main__":
    main()
