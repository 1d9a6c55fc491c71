"""Talking heads: a portrait and speech become a video of somebody speaking."""
