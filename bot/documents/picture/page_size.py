"""How large a picture across a page can be, and its letters, so that they can be read on paper."""

PAGE_WIDTHS = range(1600, 2401, 100)
"""The widths in pixels that a picture across a page can have. What needs more room is wider, and printed smaller."""

PAGE_SHAPE = 277 / 190
"""How wide to how tall A4 is across, within margins of a centimetre; Letter is about the same."""

PRINTED = 25
"""The smallest size of letters in a picture across a page, in pixels: over 8 points on A4, however wide it is."""
