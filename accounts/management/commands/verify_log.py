"""Walk the log's chain and name the first entry that does not hold."""

from contextlib import closing
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.chain import Break, first_break
from accounts.models import AuditEntry, AuditHead

CHUNK = 2000


class Command(BaseCommand):
    """Exit code 0 and the number of entries when the chain holds; 1 and the first broken entry when not."""

    help = "Checks the hash chain of the audit log and names the first broken entry."

    def handle(self, *args: Any, **options: Any) -> None:
        """The head is read first: what is written while we walk lies beyond it and cannot look like a fault."""
        head = AuditHead.objects.filter(pk=1).first()
        expected = head.entries if head else 0
        with closing(AuditEntry.objects.order_by("pk").iterator(chunk_size=CHUNK)) as entries:  # else it dies noisily after the connection
            fault = first_break(entries, expected=expected, head=head.hash if head else "")
        if fault:
            raise CommandError(self._words(fault, expected))
        if not head and AuditEntry.objects.exists():
            raise CommandError(_("The head of the log is gone: nothing says any more which entry is the newest."))
        newest = head.hash if head else "-"
        self.stdout.write(self.style.SUCCESS(_("The log holds: %(count)d entries; the newest hash is %(hash)s.") % {"count": expected, "hash": newest}))

    def _words(self, fault: Break, expected: int) -> str:
        if fault.entry is None:
            return _("The log was cut: %(there)d entries are there, %(expected)d were written.") % {"there": fault.number, "expected": expected}
        place = {
            "number": fault.number,
            "id": fault.entry.pk,
            "at": f"{localtime(fault.entry.at):%Y-%m-%d %H:%M:%S}",
            "actor": fault.entry.actor_name,
            "verb": fault.entry.verb,
        }
        if fault.kind == "edited":
            return _("Entry %(number)d (id %(id)d, %(at)s, %(actor)s, %(verb)s) was changed after it was written.") % place
        if fault.kind == "gap":
            return _("Before entry %(number)d (id %(id)d, %(at)s, %(actor)s, %(verb)s) the chain breaks: entries were deleted, swapped or put in.") % place
        return _("Entry %(number)d (id %(id)d, %(at)s, %(actor)s, %(verb)s) is not the newest that the head of the log names.") % place
