"""The database: its address, engine, tables and statements."""
