"""What scripts reach of a trial, as tables and JSON."""
