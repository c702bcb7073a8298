"""The dialogue as a JSON endpoint for testers' tools, on this machine alone. Nothing said here is kept or logged."""
