"""Stage 2: from raw text to clean Simplified text with its way back, its layout, and what it says of itself."""

from kg.normalise.document import clean_text, normalise

__all__ = ["clean_text", "normalise"]
