"""Lines of words that are written beneath each other."""

from bot.documents.picture import text_metrics as letters
from bot.documents.picture.layout import SMALLEST, TextLine


class Column:
    """Lines written beneath each other. `y` is where the next one begins; `lines` are those written."""

    def __init__(self, x: float, y: float, room: float) -> None:
        self.x = x
        self.y = y
        self.room = room
        self.lines: list[TextLine] = []

    def write(self, text: str, size: int = SMALLEST, *, bold: bool = False) -> None:
        """Writes a text, on as many lines as it needs."""
        for part in letters.wrap(text, self.room, size, bold=bold):
            self.lines.append(TextLine(part, self.x, self.y + size, size, bold))
            self.y += size * letters.LEADING
