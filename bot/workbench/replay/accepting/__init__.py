"""`--accept`: the files of scripts rewritten, all that changes told, and the remedies that lead there."""
