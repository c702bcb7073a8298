"""The open pre-check: a screening without an account, which the browser alone holds, sealed, for an hour."""
