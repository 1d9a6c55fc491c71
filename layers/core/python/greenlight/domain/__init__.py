"""The nouns of Greenlight and their rules; standard library only."""
