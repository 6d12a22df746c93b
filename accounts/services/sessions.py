"""What signing in and out leaves behind: entries in the log, and sessions that end on the server."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from accounts.models import User
from accounts.services import audit


def record_sign_in(*, user: User, as_demo: bool = False, now: datetime) -> None:
    """Note that a person came in; ``as_demo`` when it was by a click on the demonstration cast."""
    audit.record("sign_in", actor=user, obj=user, details={"demo": True} if as_demo else None, now=now)


def record_failed_sign_in(*, username: str, locked: bool, now: datetime) -> None:
    """Note a wrong name or password, or that the name is locked for this address; the typed name is cut to 40 characters."""
    audit.record("locked" if locked else "sign_in_failed", actor=None, actor_name=username[:40], succeeded=False, now=now)


def record_sign_out(*, user: User, now: datetime) -> None:
    """Note that a person left."""
    audit.record("sign_out", actor=user, obj=user, now=now)


def end_sessions(*, user: User) -> None:
    """End every session of the person; the next request of each browser is led to the sign-in page."""
    User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
    user.refresh_from_db(fields=["session_generation"])


def end_sessions_of(*, users: Iterable[User]) -> None:
    """The same for many people at once; the objects in hand keep their old number."""
    User.objects.filter(pk__in=[user.pk for user in users]).update(session_generation=F("session_generation") + 1)
