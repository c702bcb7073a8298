"""The web server: routes, headers, and what is checked before anything is read."""
