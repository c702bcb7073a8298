"""The web page: one question a page, served by the trial centre itself, without a third party and without scripts."""
