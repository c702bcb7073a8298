"""How large a picture across a page can be, and its letters, so that they can be read on paper."""

PAGE_WIDTHS = range(1610, 2291, 85)
"""The widths in pixels that a picture across a page can have. What needs more room is wider, and printed smaller."""

PAGE_SHAPE = 259.4 / 190
"""How wide to how tall the room is that A4 and Letter have in common across, within margins of a centimetre."""

PRINTED = 25
"""The smallest size of letters in a picture across a page, in pixels: over 8 points on both, however wide it is."""
