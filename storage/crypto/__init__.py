"""Keys, and encryption with them."""
