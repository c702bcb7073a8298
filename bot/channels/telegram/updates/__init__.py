"""How updates of Telegram come in, in order, and are stored before they are confirmed."""
