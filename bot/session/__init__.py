"""Files on request: what is said to get one, what the session service does about it, and how one is made when it is sent."""
