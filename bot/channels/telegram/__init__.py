"""The Telegram channel: private chats with people who were let in, through python-telegram-bot."""
