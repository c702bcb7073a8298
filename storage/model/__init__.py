"""Values that are kept, and how they are written as bytes."""
