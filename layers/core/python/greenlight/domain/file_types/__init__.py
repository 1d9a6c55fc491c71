"""What a file is, by its content: whole, of a type that is taken, and nothing else at the same time."""

from greenlight.domain.file_types.recognise import real_type
from greenlight.domain.file_types.taken import OCTETS, TYPES, declared_type, extent

__all__ = ["OCTETS", "TYPES", "declared_type", "extent", "real_type"]
