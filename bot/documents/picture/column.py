"""Lines of words that are written beneath each other."""

from bot.documents.picture import text_metrics as letters
from bot.documents.picture.layout import SMALLEST, TextLine
from bot.documents.picture.page_size import PRINTED


class Column:
    """Lines written beneath each other. `y` is where the next one begins; `lines` are those written.

    `size` is that of letters where a line has none of its own; `leading` leads from one line to the next, in sizes.
    """

    def __init__(self, x: float, y: float, room: float, size: int = SMALLEST, leading: float = letters.LEADING) -> None:
        self.x = x
        self.y = y
        self.room = room
        self.size = size
        self.leading = leading
        self.lines: list[TextLine] = []

    def write(self, text: str, size: int = 0, *, bold: bool = False) -> None:
        """Writes a text, on as many lines as it needs."""
        size = size or self.size
        for part in letters.wrap(text, self.room, size, bold=bold):
            self.lines.append(TextLine(part, self.x, self.y + size, size, bold))
            self.y += size * self.leading


def make_printed_column(x: float, y: float, room: float) -> Column:
    """Returns a column of letters as they stand in a picture across a page."""
    return Column(x, y, room, PRINTED, letters.SOLID)
