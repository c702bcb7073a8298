"""From what waits for a person to a page of HTML."""
