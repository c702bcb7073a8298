"""The workbench of those who test trials: replay, coverage, comparison, a pytest plugin, layers, a stand-in for Telegram."""
