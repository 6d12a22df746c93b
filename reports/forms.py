"""The shape of a link for inspectors."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from reports.services.links import LONGEST


class TicketForm(forms.Form):
    """The one hidden field by which a form sent twice makes one row."""

    ticket = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class LinkForm(TicketForm):
    """For whom, for how many days, and the account if there is one."""

    label = forms.CharField(label=_("For whom"), max_length=80, help_text=_("Such as the name of the inspection team; openings are logged under it."))
    days = forms.IntegerField(
        label=_("Valid for days"),
        min_value=1,
        max_value=LONGEST.days,
        initial=LONGEST.days,
        help_text=_("Until the end of the last day, at most seven days; a longer visit gets another link."),
    )
    user = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Account"),
        required=False,
        empty_label=_("None: the link alone is enough"),
        help_text=_("An inspector with an account also finds the archive after signing in."),
    )

    def __init__(self, *args: object, on: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.holding(Role.INSPECTOR, on)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout("ticket", Div(Field("label", wrapper_class="wide"), "days", "user", css_class="fields"))
        self._on = on

    def expires_at(self) -> datetime:
        """The end of the last day."""
        last = self._on + timedelta(days=self.cleaned_data["days"])
        return datetime.combine(last, time(23, 59, 59), tzinfo=timezone.get_current_timezone())
