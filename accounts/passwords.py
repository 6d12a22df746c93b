"""What a password must be made of (GB/T 22239-2019, 8.1.4.1: complexity, checked where it is set)."""

import re

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")


class LengthValidator(MinimumLengthValidator):
    """Django's rule in our words: its own sentence has no Chinese in the catalogue of this version."""

    def get_error_message(self) -> str:
        """The rule as a refusal."""
        return self.get_help_text()

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("Use at least %(length)d characters.") % {"length": self.min_length}


class CharacterClassesValidator:
    """At least three of small letters, capitals, digits and signs."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ``ValidationError`` when fewer than three classes occur."""
        if sum(bool(re.search(pattern, password)) for pattern in CLASSES) < 3:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("Use at least three of: small letters, capital letters, digits, signs.")
