"""What an author of a trial tests it with: a plugin of pytest that is installed with the package. Nothing of it runs in production."""
