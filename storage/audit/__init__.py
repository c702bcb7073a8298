"""The audit trail: chains of entries, their anchor, the journal of the forgotten."""
