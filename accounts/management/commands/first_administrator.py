"""Prints the one-time links with which the first two administrators set their passwords."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services import passwords


class Command(BaseCommand):
    help = "Create the system and the security administrator and print a one-time link for each, while nobody can sign in yet."

    def handle(self, *args: object, **options: object) -> None:
        """Write one line a person; say so when there is nothing to do."""
        try:
            made = passwords.make_first_administrators(now=timezone.now())
        except passwords.NotNeeded:
            self.stdout.write(_("Accounts exist that can sign in; no first administrator was made."))
            return
        self.stdout.write(_("Open each link once, within three days, and set a password:"))
        for user, token in made:
            self.stdout.write(f"{user.full_name} ({user.username}): {settings.BASE_URL}{reverse('accounts:set_password', args=[token])}")
