"""The sign-in of hospitals: OpenID Connect, code with PKCE. No password is ever asked for here."""
