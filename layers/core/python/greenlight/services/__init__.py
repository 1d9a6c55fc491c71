"""The use cases: each loads nouns through ports, lets them decide, and writes what they decided."""
