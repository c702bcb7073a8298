"""What operators do to a store: back up, restore, rotate keys, verify, sweep."""
