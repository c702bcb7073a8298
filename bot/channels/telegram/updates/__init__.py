"""How updates of Telegram come in, in order, and are kept before they are confirmed."""
