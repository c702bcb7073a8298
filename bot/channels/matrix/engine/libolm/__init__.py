"""The engine on mautrix and libolm. Nothing outside imports it but `opening.py`, and that late."""
