"""From a form to an event of the channel."""
