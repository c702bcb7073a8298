"""The Telegram channel: private chats with people who were let in. python-telegram-bot speaks with Telegram; what is said is the core's."""
