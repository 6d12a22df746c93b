"""Forms of the review screen and of the break-down screen."""

from __future__ import annotations

import json
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, User
from campaigns import plan_matching as matching
from campaigns.findings import Finding
from campaigns.models import ActivityKind, LeadershipMember, Level
from tasks.models import Every

LIST_SIGNS = re.compile(r"[、,，;；\n]+")


class Day(forms.DateInput):
    """The browser's own date field, in the form it understands."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "form-control"})


class Words(forms.CharField):
    """Several names in one line, separated as the office writes them: 、"""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A list shown as one line."""
        return "、".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        """The names, each once."""
        return list(dict.fromkeys(name.strip() for name in LIST_SIGNS.split(super().to_python(value)) if name.strip()))


class FindingForm(forms.Form):
    """What was read, to be corrected; ``values`` is written as the findings keep it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.visible_fields():
            widget = field.field.widget
            widget.attrs.setdefault("class", "form-select" if isinstance(widget, forms.Select) else "form-control")

    @classmethod
    def showing(cls, entry: Finding) -> FindingForm:
        """The form as the finding stands."""
        return cls(initial={**entry, "revision": entry["rev"]}, prefix=entry["id"])

    def values(self) -> Finding:
        """Strings and lists of strings, dates as YYYY-MM-DD or empty."""
        cleaned = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        return {name: value if isinstance(value, list) else str(value or "") for name, value in cleaned.items()}


class _Dated(FindingForm):
    starts_on = forms.DateField(label=_("from"), required=False, widget=Day())
    ends_on = forms.DateField(label=_("until"), required=False, widget=Day())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("starts_on") and cleaned.get("ends_on") and cleaned["ends_on"] < cleaned["starts_on"]:
            self.add_error("ends_on", _("The last day lies before the first."))
        return cleaned


class HeadForm(_Dated):
    """The campaign itself."""

    title = forms.CharField(label=_("name"), max_length=160)
    unit = forms.CharField(label=_("unit"), max_length=80, required=False)
    level = forms.ChoiceField(label=_("level"), choices=[("", "—"), *Level.choices], required=False)
    cycle = forms.CharField(label=_("cycle"), max_length=30, required=False)
    guiding_ideology = forms.CharField(label=_("guiding ideology"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    goals = forms.CharField(label=_("goals"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ["revision", "title", "unit", "level", "cycle", "starts_on", "ends_on", "guiding_ideology", "goals"]


class PhaseForm(_Dated):
    """A stage."""

    name = forms.CharField(label=_("name"), max_length=80)
    text_period = forms.CharField(label=_("time as written"), max_length=80, required=False)
    field_order = ["revision", "name", "starts_on", "ends_on", "text_period"]


class MemberForm(FindingForm):
    """Somebody in the leading group."""

    group = forms.CharField(label=_("group"), max_length=80)
    role = forms.ChoiceField(label=_("role"), choices=LeadershipMember.Role.choices)
    role_text = forms.CharField(label=_("role as written"), max_length=40, required=False)
    name = forms.CharField(label=_("name or post"), max_length=120)


class TaskForm(FindingForm):
    """One task of the plan."""

    title = forms.CharField(label=_("title"), max_length=160, widget=forms.Textarea(attrs={"rows": 2}))
    lead = forms.CharField(
        label=_("lead department"), max_length=80, required=False, widget=forms.TextInput(attrs={"list": "departments", "autocomplete": "off"})
    )
    supports = Words(label=_("supporting departments"))
    leader = forms.CharField(label=_("responsible leader"), max_length=60, required=False)
    persons = Words(label=_("responsible persons"))
    deadline_on = forms.DateField(label=_("deadline"), required=False, widget=Day())
    every = forms.ChoiceField(label=_("recurrence"), choices=[("", _("once")), *Every.choices], required=False)
    requirement = forms.CharField(label=_("requirement"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    heading = forms.CharField(label=_("heading"), max_length=160, required=False)


FORMS: dict[str, type[FindingForm]] = {"head": HeadForm, "phases": PhaseForm, "members": MemberForm, "tasks": TaskForm}


class MeaningsForm(forms.Form):
    """What the names of departments in the plan mean: for each ``name`` a ``meaning``, a word or the number of a department."""

    name = forms.JSONField()
    meaning = forms.JSONField()

    def __init__(self, data: Any, *, departments: list[Department]) -> None:
        super().__init__({"name": json.dumps(data.getlist("name")), "meaning": json.dumps(data.getlist("meaning"))})
        self.numbers = {str(one.pk) for one in departments}

    def clean(self) -> dict[str, Any]:
        """As many meanings as names, and each one of those offered."""
        cleaned = super().clean() or {}
        words = {"", matching.CREATE, matching.LEAVE, *matching.GROUPS}
        if len(cleaned.get("name", ())) != len(cleaned.get("meaning", ())) or set(cleaned.get("meaning", ())) - words - self.numbers:
            raise forms.ValidationError(_("This could not be read; choose again."))
        return cleaned

    def decisions(self) -> dict[str, dict]:
        """As the findings keep them."""
        return {name: self._decision(meaning) for name, meaning in zip(self.cleaned_data["name"], self.cleaned_data["meaning"], strict=True)}

    @staticmethod
    def _decision(meaning: str) -> dict:
        return {"choice": matching.EXISTING, "department": int(meaning)} if meaning.isdecimal() else {"choice": meaning, "department": None}


class BreakDownForm(forms.Form):
    """What several tasks at once are given; a field left empty leaves the tasks as they are."""

    lead_department = forms.ModelChoiceField(Department.objects.none(), label=_("lead department"), required=False)
    supports = forms.ModelMultipleChoiceField(
        Department.objects.none(), label=_("add supporting departments"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_required = forms.BooleanField(label=_("they have to hand in"), required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"}))
    persons = Words(label=_("responsible persons"))
    deadline_on = forms.DateField(label=_("deadline"), required=False, widget=Day())
    every = forms.ChoiceField(label=_("recurrence"), choices=[("", _("as it is")), ("once", _("once")), *Every.choices], required=False)
    kind = forms.ModelChoiceField(ActivityKind.objects.all(), label=_("kind of activity"), required=False)

    def __init__(self, *args: Any, departments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_department"].queryset = departments
        self.fields["supports"].queryset = departments
        for name in ("lead_department", "kind"):
            self.fields[name].empty_label = _("as it is")
        for name in ("lead_department", "kind", "every", "persons"):
            self.fields[name].widget.attrs["class"] = "form-control" if name == "persons" else "form-select"

    def clean_persons(self) -> list[User]:
        """Accounts by name; a name without exactly one account is said."""
        by_name = matching.persons_by_name(User.objects.working())
        unknown = [name for name in self.cleaned_data["persons"] if name not in by_name]
        if unknown:
            raise forms.ValidationError(_("There is not exactly one account with this name: %(names)s."), params={"names": "、".join(unknown)})
        return [by_name[name] for name in self.cleaned_data["persons"]]

    def clean(self) -> dict[str, Any]:
        """Something has to be given."""
        cleaned = super().clean() or {}
        if not self.errors and not self.values():
            raise forms.ValidationError(_("Choose what the marked tasks are to be given: a department, a person, or a time."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Only what was filled in, as the service takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if value and name != "is_required"}
        if "supports" in given:
            given |= {"supports": list(given["supports"]), "is_required": self.cleaned_data["is_required"]}
        if given.get("every") == "once":
            given["every"] = ""
        return given


class BreakDownRowForm(forms.Form):
    """Lead and time of one task, changed in its row."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    lead_department = forms.ModelChoiceField(Department.objects.none(), required=False)
    deadline_on = forms.DateField(required=False)
    every = forms.ChoiceField(choices=[("", ""), *Every.choices], required=False)

    def __init__(self, *args: Any, departments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_department"].queryset = departments

    def values(self) -> dict[str, Any]:
        """The three fields, empty ones too."""
        return {name: self.cleaned_data[name] for name in ("lead_department", "deadline_on", "every")}
