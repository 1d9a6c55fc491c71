"""What a file is, by its content: whole, of a type that is taken, and nothing else at the same time.

Which types are taken is in `taken`; `recognise` looks at a file, and whoever looks at none need not import it.
"""

from greenlight.domain.file_types.taken import OCTETS, TYPES, declared_type

__all__ = ["OCTETS", "TYPES", "declared_type"]
