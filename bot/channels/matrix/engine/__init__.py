"""The encryption engine behind a small port, and all that is said to a homeserver. Only here is `mautrix` imported.

`port.py` is what the channel sees. Values and faults are ours, so that another engine can take the place of this one.
"""
