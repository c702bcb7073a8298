"""How blocks look in a chat: signs beside words, and letters, whatever a channel writes them with."""
