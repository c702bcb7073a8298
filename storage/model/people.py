"""People and their accounts, by their names.

A person has one account or several, each in some channel. Screenings, the role and limits are the person's.
"""

from typing import NewType

AccountName = NewType("AccountName", str)
"""How a channel names whoever speaks there: telegram:123."""

PersonId = NewType("PersonId", str)
"""What names a person. It is the name of their first account, unless that account has left them since."""

NOBODY = PersonId("open pre-check")
"""Who has a screening that was handed to the site from an open pre-check, until somebody takes it.

No account bears this name: in channels they begin with the name of the channel, and no login has a space.
"""
