"""Finding, examining and opening a store."""
