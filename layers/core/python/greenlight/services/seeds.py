"""Seeds: the same work gets the same one whenever it is done."""

from hashlib import sha256


def seed_of(name: str) -> int:
    return int(sha256(name.encode()).hexdigest()[:8], 16) % 2**31
