"""Shapes of what people send in about records and pieces."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department, User
from campaigns.models import ActivityKind, Campaign, Indicator
from evidence import intake, selectors
from evidence.models import NOTE_LIMIT, ActivityRecord, Evidence, Review
from tasks.models import Part

NOTE_FAULT = _("The account has %(show_value)d characters; the platform takes %(limit_value)d. Shorten it; nothing you typed is lost.")


def dress(form: forms.BaseForm) -> None:
    """Give the fields the classes of the theme."""
    for field in form.fields.values():
        kind = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
        if isinstance(field.widget, forms.CheckboxInput):
            kind = "form-check-input"
        field.widget.attrs.setdefault("class", kind)


class PartField(forms.ModelChoiceField):
    """A department's part, named as people speak of it; with the department where one chooses among several."""

    names_department = False

    def label_from_instance(self, part: Part) -> str:
        """Code, title, which time, until when."""
        occurrence = part.occurrence
        words = [occurrence.task.code, occurrence.task.title, occurrence.label, f"· {occurrence.due_on:%Y-%m-%d}"]
        return " ".join([word for word in words if word] + ([f"· {part.department}"] if self.names_department else []))


class RecordForm(forms.ModelForm):
    """A record's fields; for papers without an event only those that papers have. ``quick`` takes a photo before a title."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    part = PartField(Part.objects.none(), required=False, label=_("Answers"), empty_label=_("No task, indicators only"))

    class Meta:
        model = ActivityRecord
        fields = ["title", "kind", "held_on", "place", "people_count", "hours", "part", "note"]
        labels = {"note": pgettext_lazy("record", "Account")}
        widgets = {
            "held_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "note": forms.Textarea(attrs={"rows": 6, "data-limit": NOTE_LIMIT, "data-count": "#note-count"}),
            "people_count": forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "max": 999999}),
            "hours": forms.NumberInput(attrs={"inputmode": "decimal", "min": 0, "step": "0.5", "max": 999999}),
        }
        error_messages = {
            "people_count": dict.fromkeys(("invalid", "min_value"), _("Write a whole number, 0 or more.")),
            "hours": dict.fromkeys(
                ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits"), _("Write a number from 0 to 999999 with one decimal at most.")
            ),
        }

    def __init__(self, *args: Any, user: User, campaign: Campaign, is_event: bool, department: Department | None = None, quick: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.quick, self.is_event = quick, is_event
        self.fields["part"].queryset = selectors.answerable_parts(user, campaign, department, self.initial.get("part"))
        self.fields["part"].names_department = user.standing.is_office and department is None
        self.fields["kind"].queryset = ActivityKind.objects.all()
        self.fields["kind"].empty_label = _("Choose a kind")
        self.fields["note"].validators = [MaxLengthValidator(NOTE_LIMIT, NOTE_FAULT)]
        if quick:
            self.fields["title"].required = self.fields["held_on"].required = False
        if not is_event:
            for name in ("kind", "place", "people_count", "hours"):
                del self.fields[name]
            self.fields["title"].label, self.fields["held_on"].label = pgettext_lazy("papers", "Name"), pgettext_lazy("papers", "Date on the paper")
        for field in self.fields.values():
            field.show_hidden_initial = bool(self.initial.get("version"))  # in a conflict it is known what this person changed
        dress(self)

    def clean_title(self) -> str:
        """A photo taken before a word was written makes a draft all the same."""
        title = self.cleaned_data["title"]
        return title or str(_("Untitled activity") if self.is_event else _("Untitled paper"))

    def clean_held_on(self) -> date:
        """As preset when a quick draft left it empty."""
        return self.cleaned_data["held_on"] or self.initial["held_on"]


class NewRecordForm(RecordForm):
    """A record to be made: also whose it is, and what it proves when no task says so."""

    ticket = forms.UUIDField(widget=forms.HiddenInput)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("department"), empty_label=None)
    indicators = forms.ModelMultipleChoiceField(Indicator.objects.none(), required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, user: User, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, user=user, campaign=campaign, **kwargs)
        departments = selectors.writable_departments(user)
        self.fields["department"].queryset = departments
        self.fields["indicators"].queryset = Indicator.objects.visible_to(user).filter(system=campaign.indicator_system_id)
        self.initial.setdefault("ticket", uuid.uuid4())
        first = departments.filter(pk__in=user.standing.department_ids).first() or departments.first()
        self.initial.setdefault("department", first)
        if departments.count() < 2:
            self.fields["department"].widget = forms.HiddenInput()
        dress(self)

    def clean(self) -> dict[str, Any]:
        """A task belongs to one department; so does the record that answers it."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("part"):
            cleaned["department"] = cleaned["part"].department
        return cleaned


class SubmitForm(forms.Form):
    """Handing in; with something missing the person says that this is known."""

    confirmed = forms.BooleanField(label=_("I know what is missing and hand it in all the same."))

    def __init__(self, *args: Any, musts: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not musts:
            del self.fields["confirmed"]
        dress(self)


class ReturnForm(forms.Form):
    """The reason the writers will read word for word."""

    reason = forms.CharField(
        label=_("What has to be mended"),
        max_length=Review._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what has to be mended; the department reads exactly these words.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        dress(self)


class PieceForm(forms.ModelForm):
    """What is said about a piece."""

    class Meta:
        model = Evidence
        fields = ["caption", "kind", "document_number"]


class FileForm(forms.Form):
    """One file on its way in; bytes are looked at by the service."""

    ticket = forms.UUIDField(required=False)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *Evidence.Kind.choices])
    caption = forms.CharField(required=False, max_length=120)
    file = forms.FileField(allow_empty_file=True, max_length=None, widget=forms.FileInput(attrs={"accept": intake.ACCEPT}))


class MapForm(forms.Form):
    """One more indicator."""

    indicator = forms.ModelChoiceField(Indicator.objects.none())

    def __init__(self, *args: Any, user: User, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = Indicator.objects.visible_to(user).filter(system=campaign.indicator_system_id)


class LibraryForm(forms.Form):
    """The filters of the library; they live in the address."""

    q = forms.CharField(required=False, max_length=60, label=_("Search"))
    indicator = forms.ModelChoiceField(Indicator.objects.none(), required=False, label=_("Indicator"), empty_label=_("All indicators"))
    month = forms.DateField(required=False, label=_("Month"), input_formats=["%Y-%m"])
    department = forms.ModelChoiceField(Department.objects.none(), required=False, label=_("Department"), empty_label=_("All departments"))
    kind = forms.ModelChoiceField(ActivityKind.objects.all(), required=False, label=_("Kind"), empty_label=_("All kinds"))
    state = forms.ChoiceField(required=False, label=_("State"), choices=[("", _("All states")), *ActivityRecord.State.choices])

    def __init__(self, *args: Any, user: User, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = Indicator.objects.visible_to(user).filter(system=campaign.indicator_system_id).leaves()
        self.fields["department"].queryset = Department.objects.visible_to(user)
        months = [(f"{month:%Y-%m}", f"{month:%Y-%m}") for month in selectors.months(user, campaign)]
        self.fields["month"].widget = forms.Select(choices=[("", _("All months")), *months])
        dress(self)

    def wanted(self) -> dict[str, Any]:
        """The filters that make sense; a mistyped one in the address is left out."""
        self.is_valid()
        return self.cleaned_data


class HandOverForm(forms.Form):
    """Who takes over, and for those who keep accounts the day the person leaves."""

    successor = forms.ModelChoiceField(User.objects.none(), required=False, label=_("Who takes over"), empty_label=_("Choose a colleague"))
    left_on = forms.DateField(
        label=_("Last day in the unit"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Empty: the account stays open."),
    )

    def __init__(self, *args: Any, colleagues: list[tuple[User, str]], may_close: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {person.pk: label for person, label in colleagues}
        self.fields["successor"].queryset = User.objects.filter(pk__in=words)
        self.fields["successor"].choices = [("", self.fields["successor"].empty_label), *words.items()]
        if not may_close:
            del self.fields["left_on"]
        dress(self)
