"""Who may use the page: invitations, sign-ins, limits of guesses."""
