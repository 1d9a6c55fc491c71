"""Pictures from text: engines that answer with one PNG of exactly the size that was asked for."""
