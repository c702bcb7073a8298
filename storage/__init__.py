"""What is stored between two turns: the database, its encryption, its audit trail.

Imports only dialogs' value types, and nothing of bot/.
"""
