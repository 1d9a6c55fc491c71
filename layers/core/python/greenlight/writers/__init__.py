"""Script writers: each rewrites a script for a tone and a time, by rules or by a model."""
