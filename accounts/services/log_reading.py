"""Reading the log leaves its own entry."""

from __future__ import annotations

from datetime import datetime

from accounts import permissions
from accounts.decisions import require
from accounts.models import User
from accounts.services import audit


def note_reading(*, actor: User, filters: dict[str, str], now: datetime) -> None:
    """Note who read the log and what they looked for. Refused to all but the audit administrator."""
    require(permissions.can_read_log(actor))
    audit.record("read_log", actor=actor, details={"filters": filters} if filters else None, now=now)
