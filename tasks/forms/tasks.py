"""Forms for tasks: the filter bar, the task itself, and the choice between two versions of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department, Membership, User
from campaigns.models import Campaign, Indicator, Phase
from tasks.models import Every, Task

SUPPORTS = [("", "—"), ("may", pgettext_lazy("department", "Supports")), ("must", _("Supports and hands in"))]
PICK = "pick-"


class Day(forms.DateInput):
    """The browser's own date field, which wants ISO dates."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "form-control"})


class TaskFilterForm(forms.Form):
    """The filter bar of the register; whatever makes no sense in the address is left out."""

    q = forms.CharField(required=False, max_length=60)
    phase = forms.ModelChoiceField(Phase.objects.none(), required=False, empty_label=_("All phases"))
    department = forms.ModelChoiceField(Department.objects.none(), required=False, empty_label=_("All departments"))
    indicator = forms.ModelChoiceField(Indicator.objects.none(), required=False, empty_label=_("All indicators"))
    state = forms.ChoiceField(
        required=False,
        choices=[
            ("", _("All states")),
            ("overdue", _("Overdue")),
            ("due", _("Due within a week")),
            ("coming", pgettext_lazy("due date", "To come")),
            ("done", _("Done")),
            ("unassigned", _("To be broken down")),
        ],
    )
    due = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, user: User, campaign: Campaign) -> None:
        super().__init__(data)
        choices: dict[str, Any] = {name: self.fields[name] for name in ("phase", "department", "indicator")}
        choices["phase"].queryset = Phase.objects.visible_to(user).filter(campaign=campaign)
        choices["department"].queryset = Department.objects.visible_to(user).in_use()
        choices["indicator"].queryset = Indicator.objects.visible_to(user).filter(system=campaign.indicator_system_id)
        labels = {"q": _("Task, number or words of the requirement"), "phase": _("phase"), "department": _("department"), "indicator": _("indicator")}
        for name, field in self.fields.items():
            if not field.widget.is_hidden:
                field.widget.attrs |= {"class": "form-control" if name == "q" else "form-select", "aria-label": labels.get(name, _("State"))}
        self.fields["q"].widget.attrs |= {"placeholder": labels["q"], "type": "search"}

    def wanted(self) -> dict[str, Any]:
        """What was understood of the address, empty values left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class TaskForm(forms.ModelForm):
    """A task with its supporting departments: for each department one field whether and one for what it supports.

    Every field carries what was first shown, so that in a conflict it is known what the person really changed.
    """

    class Meta:
        model = Task
        fields = [
            "title", "requirement", "heading", "phase", "kind", "lead_department", "every", "deadline_on",
            "responsible_leader", "responsible_persons", "responsible_text",
        ]  # fmt: skip
        widgets = {
            "requirement": forms.Textarea(attrs={"rows": 4}),
            "deadline_on": Day(),
            "responsible_persons": forms.SelectMultiple(attrs={"size": 7, "class": "form-select"}),
        }
        help_texts = {
            "deadline_on": _("With a recurrence: when the series ends."),
            "responsible_persons": _("They are reminded; without a name the department's liaison officer is."),
        }

    def __init__(self, data: QueryDict | None = None, *, campaign: Campaign, instance: Task | None = None, initial: dict | None = None) -> None:
        super().__init__(data, instance=instance, initial=initial)
        fields: dict[str, Any] = self.fields
        fields["phase"].queryset = Phase.objects.filter(campaign=campaign)
        fields["every"].choices = [("", _("once")), *Every.choices]
        fields["phase"].empty_label = fields["kind"].empty_label = "—"
        self.departments = list((Department.objects.in_use() | Department.objects.filter(supported_tasks__task=instance)).distinct())
        fields["lead_department"].queryset = (Department.objects.in_use() | Department.objects.filter(led_tasks=instance)).distinct()
        fields["lead_department"].empty_label = _("To be broken down")
        people = (User.objects.working() | User.objects.filter(responsible_tasks=instance)).distinct()
        fields["responsible_persons"].queryset = people
        fields["responsible_persons"].choices = people_by_department(people)
        self._add_supports(instance)
        for field in self.fields.values():
            field.show_hidden_initial = True
            field.widget.attrs.setdefault("class", "form-select" if isinstance(field.widget, forms.Select) else "form-control")

    def _add_supports(self, instance: Task | None) -> None:
        known = {support.department_id: support for support in instance.supports.all()} if instance else {}
        for department in self.departments:
            support = known.get(department.pk)
            how = ("must" if support.is_required else "may") if support else ""
            label = _("Support of %(department)s") % {"department": department}
            self.fields[f"support_{department.pk}"] = forms.ChoiceField(choices=SUPPORTS, required=False, initial=how, label=label)
            duty = forms.CharField(
                max_length=200, required=False, initial=support.duty if support else "", label=_("Duty of %(department)s") % {"department": department}
            )
            self.fields[f"duty_{department.pk}"] = duty

    wide = ("title", "requirement")

    @property
    def plain(self) -> Iterable[BoundField]:
        """The fields of the task itself."""
        return [self[name] for name in self.Meta.fields]

    @property
    def support_rows(self) -> list[tuple[Department, BoundField, BoundField]]:
        """Each department with its two fields."""
        return [(department, self[f"support_{department.pk}"], self[f"duty_{department.pk}"]) for department in self.departments]

    @property
    def first_shown(self) -> list[str]:
        """Hidden fields that say what every field held when the form was first shown."""
        return [field.as_hidden(only_initial=True) for field in self]

    def values(self) -> dict[str, Any]:
        """Fields of the task for the service."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name != "responsible_persons"}

    def supports(self) -> list[tuple[Department, str, bool]]:
        """Supporting departments for the service."""
        chosen = [(department, self.cleaned_data[f"support_{department.pk}"]) for department in self.departments]
        return [(department, self.cleaned_data[f"duty_{department.pk}"], how == "must") for department, how in chosen if how]

    def persons(self) -> list[User]:
        """Responsible persons for the service."""
        return list(self.cleaned_data["responsible_persons"])


def people_by_department(people: Iterable[User]) -> list[tuple[Any, list[tuple[int, str]]]]:
    """Choices under the names of the departments, each person once; people without a department come last."""
    home = dict(Membership.objects.filter(user__in=people, department__isnull=False).order_by("-pk").values_list("user", "department__name"))
    groups: dict[str, list[tuple[int, str]]] = {}
    for person in people:
        groups.setdefault(home.get(person.pk, ""), []).append((person.pk, person.full_name))
    return [(name or _("Without department"), rows) for name, rows in sorted(groups.items(), key=lambda group: (not group[0], group[0]))]


@dataclass(frozen=True)
class Rival:
    """One field in which two versions of a task differ."""

    name: str
    label: str
    mine: str
    theirs: str
    keeps_mine: bool
    """Suggested: keep mine where I changed the field, else take theirs."""


def rivals(mine: TaskForm, theirs: TaskForm) -> list[Rival]:
    """Where the words typed (a valid form) differ from the task as it stands now (an unbound form)."""
    found = []
    for name, field in mine.fields.items():
        my, their = mine.cleaned_data[name], _value(theirs, name)
        if _shown(field, my) != _shown(field, their):
            found.append(Rival(name, str(field.label), _shown(field, my), _shown(field, their), name in mine.changed_data))
    return found


def settled(data: QueryDict, theirs: TaskForm) -> QueryDict:
    """The words typed, with their value in every field where the person chose to take it."""
    merged = data.copy()
    for name, field in theirs.fields.items():
        if data.get(f"{PICK}{name}") == "theirs":
            value = field.prepare_value(theirs.get_initial_for_field(field, name))
            values = value if isinstance(value, list) else [value]
            merged.setlist(name, ["" if value is None else str(value) for value in values])
    return merged


def _value(form: TaskForm, name: str) -> Any:
    field = form.fields[name]
    return field.clean(field.prepare_value(form.get_initial_for_field(field, name)))


def _shown(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ModelMultipleChoiceField):
        return "、".join(sorted(str(row) for row in value))
    if isinstance(field, forms.ModelChoiceField):
        return str(value or "")
    if isinstance(field, forms.ChoiceField):
        return str(dict([*Every.choices, *SUPPORTS]).get(value, value) or "")
    return date_format(value, "Y年n月j日") if isinstance(value, datetime.date) else str(value or "")


class WaiveForm(forms.Form):
    """Why a department is let off."""

    reason = forms.CharField(label=_("Reason"), max_length=500, error_messages={"required": _("Say why; the department reads it.")})


class MoveForm(forms.Form):
    """Another due date."""

    due_on = forms.DateField(label=_("New date"), widget=Day())
