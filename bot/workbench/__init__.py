"""The testers' half: replay, coverage, comparison, a pytest plugin, layers, a stand-in for Telegram."""
