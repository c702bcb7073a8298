"""What is kept between two turns. Still empty: screenings live in memory until this room is built. Imports only dialogs' value types."""
