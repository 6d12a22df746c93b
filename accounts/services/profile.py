"""What people keep about themselves."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.services import audit


@transaction.atomic
def update_contact(*, actor: User, email: str, phone: str, now: datetime) -> None:
    """Save the person's own e-mail and telephone; name, department and roles are the administrators' matter."""
    User.objects.filter(pk=actor.pk).update(email=email, phone=phone, version=F("version") + 1)
    audit.record("update_contact", actor=actor, obj=actor, now=now)
