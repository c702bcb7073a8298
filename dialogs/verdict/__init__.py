"""Findings, reasons and results, and their wording."""
