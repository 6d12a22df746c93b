"""Who hears what when a record changes hands: the task's part, the office, the people who wrote it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Role, User
from evidence.answers import part_state
from evidence.models import ActivityRecord, Review
from notifications.models import Message
from notifications.services import tell
from tasks.models import Part
from tasks.services import occurrences


def tell_part(*, part: Part | None, now: datetime) -> None:
    """Bring the part of the occurrence to what its records together answer; a waived part is left alone."""
    if part is None:
        return
    part.refresh_from_db(fields=["state"])
    records = ActivityRecord.objects.kept().filter(part=part)
    wanted = part_state(records.values_list("state", flat=True))
    if part.state in (wanted, Part.State.WAIVED):
        return
    if wanted == Part.State.APPROVED:
        occurrences.approve_part(part=part, now=now)
        return
    if part.state == Part.State.APPROVED or wanted == Part.State.OPEN:
        occurrences.reopen_part(part=part, now=now)
    if wanted != Part.State.OPEN:
        occurrences.submit_part(part=part, now=now)
    if wanted == Part.State.RETURNED:
        newest = Review.objects.filter(record__in=records, verb=Review.Verb.RETURN).first()
        occurrences.return_part(part=part, reason=newest.reason if newest else "", now=now)


def tell_office(*, record: ActivityRecord, now: datetime) -> None:
    """A message to each person of the office who may review it."""
    own = {record.created_by_id, record.submitted_by_id}
    with translation.override(settings.LANGUAGE_CODE):
        for person in User.objects.holding(Role.OFFICE, timezone.localtime(now).date()).exclude(pk__in=own):
            tell(
                recipient=person,
                kind=Message.Kind.SUBMITTED,
                subject=_("%(department)s handed in: %(title)s") % {"department": record.department, "title": record.title},
                path=record.get_absolute_url(),
                dedupe_key=f"record-submitted-{record.pk}-{now.timestamp():.0f}-{person.pk}",
                now=now,
            )


def tell_writers(*, record: ActivityRecord, review: Review, now: datetime) -> None:
    """The decision, with the reason in the reviewer's words, to whoever wrote or submitted the record."""
    approved = review.verb == Review.Verb.APPROVE
    with translation.override(settings.LANGUAGE_CODE):
        for person in User.objects.working().filter(pk__in={record.created_by_id, record.submitted_by_id}):
            tell(
                recipient=person,
                kind=Message.Kind.APPROVED if approved else Message.Kind.RETURNED,
                subject=(_("Approved: %(title)s") if approved else _("Returned: %(title)s")) % {"title": record.title},
                body=review.reason,
                path=record.get_absolute_url(),
                dedupe_key=f"record-review-{review.pk}-{person.pk}",
                now=now,
            )
