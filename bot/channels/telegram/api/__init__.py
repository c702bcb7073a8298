"""What is said to the Bot API of Telegram, and how."""
