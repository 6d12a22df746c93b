"""The commands of the project; they need nothing but Python's own library until they have set up the rest."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The checkout."""
