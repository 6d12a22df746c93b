"""What the log is narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import Dressed, day_input
from accounts.log_words import VERBS


class LogFilter(Dressed):
    """Who, what, on what, when; lives in the address."""

    person = forms.CharField(label=_("Person"), required=False, max_length=80)
    verb = forms.ChoiceField(label=_("What was done"), required=False)
    subject = forms.CharField(label=_("Object"), required=False, max_length=80)
    first = forms.DateField(label=_("First day"), required=False, widget=day_input())
    last = forms.DateField(label=_("Last day"), required=False, widget=day_input())
    failed = forms.BooleanField(label=_("Failures only"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = sorted(((verb, str(word)) for verb, word in VERBS.items()), key=lambda pair: pair[1])
        self.fields["verb"].choices = [("", _("Everything")), *words]
        for name in ("person", "subject"):
            self.fields[name].widget.attrs["placeholder"] = self.fields[name].label
