"""What is stored beside screenings: people, chats, handovers, counts, inaccuracies."""
