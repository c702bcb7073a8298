"""What is kept beside screenings: people, chats, handovers, counts, inaccuracies."""
