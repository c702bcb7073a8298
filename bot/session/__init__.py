"""What a person can do between two events: begin, list, open, hand over and forget screenings, and ask for files."""
