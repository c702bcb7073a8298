"""Files that are made of screenings: reports, pictures, the screening log."""
