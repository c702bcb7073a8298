"""The command `replay`: which scripts are played, through what, by how many processes, and how that is told."""
