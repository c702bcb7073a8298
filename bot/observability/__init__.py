"""What an operator sees: logs, metrics, pages of health."""
