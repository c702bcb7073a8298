"""Rewrites files of scripts so that they expect what was observed: what was wrong is mended, the rest is left."""
