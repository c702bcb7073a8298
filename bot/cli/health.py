"""What `trialscreen doctor` finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HealthFinding:
    """One thing that was looked at: how it stands, and whether that is well."""

    subject: str
    said: str
    is_well: bool = True
