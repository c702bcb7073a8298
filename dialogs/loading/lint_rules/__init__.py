"""What lint looks for: one short function for each thing that loads but is probably not meant."""
