"""Ages and days between two events: counts of days, weeks, months and years, and dates."""
