"""Values that are stored, and how they are written as bytes."""
