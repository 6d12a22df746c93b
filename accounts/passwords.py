"""What a password must be made of (GB/T 22239-2019, 8.1.4.1: complexity, checked where it is set)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")


class CharacterClassesValidator:
    """At least three of small letters, capitals, digits and signs."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ``ValidationError`` when fewer than three classes occur."""
        if sum(bool(re.search(pattern, password)) for pattern in CLASSES) < 3:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("Use at least three of: small letters, capital letters, digits, signs.")
