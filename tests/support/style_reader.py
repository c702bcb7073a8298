"""The colours of a stylesheet, and how well one is told from another."""

import re

COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b")


def read_colours(css: str, media: str = "") -> dict[str, str]:
    """Returns the colours that variables have within a media query, with those that they have without one."""
    first = re.search(r":root \{(.*?)\}", css, re.DOTALL)
    assert first is not None
    found = dict(COLOUR.findall(first[1]))
    if media:
        within = re.search(rf"@media {re.escape(media)} \{{\s*:root \{{(.*?)\}}", css, re.DOTALL)
        assert within is not None, media
        found |= dict(COLOUR.findall(within[1]))
    return found


def measure_contrast(first: str, second: str) -> float:
    """Returns the contrast of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_measure_luminance(first), _measure_luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _measure_luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * each for each in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
