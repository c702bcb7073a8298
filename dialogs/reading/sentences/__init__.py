"""What is said when a text was not read: the sentence of each reason, and the offers in words."""
