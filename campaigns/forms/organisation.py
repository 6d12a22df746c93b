"""Forms of the campaign itself, its phases and its groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign, IndicatorSystem, LeadershipMember, Level

SPARE_ROWS = 2
"""Empty rows at the end of a list, so that rows are added without script."""


class Day(forms.DateInput):
    """The browser's own date field, which wants ISO dates."""

    input_type = "date"

    def __init__(self, label: str | Any = "") -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "form-control", **({"aria-label": label} if label else {})})


class CampaignDetailsForm(forms.ModelForm):
    """The campaign's own fields."""

    class Meta:
        model = Campaign
        fields = ["name", "unit_name", "level", "cycle", "starts_on", "ends_on", "indicator_system", "guiding_ideology", "goals"]
        widgets = {
            "starts_on": Day(),
            "ends_on": Day(),
            "guiding_ideology": forms.Textarea(attrs={"rows": 5}),
            "goals": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels: Any = self.fields["level"]
        levels.choices = [("", _("not settled")), *Level.choices]
        systems: Any = self.fields["indicator_system"]
        systems.queryset = IndicatorSystem.objects.visible_to(user)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field.widget, forms.Select) else "form-control"

    def values(self) -> dict[str, Any]:
        """The fields for the service."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class Row(forms.Form):
    """One row of a list; an empty one, or one ticked for removal, is left out."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"}))

    def is_wanted(self) -> bool:
        """It holds something and is to stay."""
        return bool(self.has_changed() or self.initial) and not self.cleaned_data.get("remove")

    def values(self) -> dict[str, Any]:
        """The row for the service."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("remove", "position")}


class PhaseForm(Row):
    """A phase."""

    name = forms.CharField(max_length=80, widget=forms.TextInput(attrs={"class": "form-control", "aria-label": _("Phase")}))
    starts_on = forms.DateField(required=False, widget=Day(_("from")))
    ends_on = forms.DateField(required=False, widget=Day(_("until")))

    def clean(self) -> dict[str, Any]:
        """In order of time."""
        cleaned = super().clean() or {}
        if cleaned.get("starts_on") and cleaned.get("ends_on") and cleaned["ends_on"] < cleaned["starts_on"]:
            self.add_error("ends_on", _("The last day lies before the first."))
        return cleaned


class MemberForm(Row):
    """A person or post in a group."""

    role = forms.ChoiceField(
        choices=LeadershipMember.Role.choices,
        initial=LeadershipMember.Role.MEMBER,
        widget=forms.Select(attrs={"class": "form-select", "aria-label": _("role")}),
    )
    role_text = forms.CharField(max_length=40, required=False, widget=forms.TextInput(attrs={"class": "form-control", "aria-label": _("role as written")}))
    name_or_post = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"class": "form-control", "aria-label": _("name or post")}))
    user = forms.ModelChoiceField(
        User.objects.none(), required=False, empty_label=_("no account"), widget=forms.Select(attrs={"class": "form-select", "aria-label": _("account")})
    )

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts: Any = self.fields["user"]
        accounts.queryset = people if people is not None else User.objects.none()


class GroupForm(forms.Form):
    """The name of a group."""

    name = forms.CharField(label=_("name of the group"), max_length=80, widget=forms.TextInput(attrs={"class": "form-control"}))


PhaseFormSet = formset_factory(PhaseForm, extra=SPARE_ROWS, max_num=60)
MemberFormSet = formset_factory(MemberForm, extra=SPARE_ROWS, max_num=200)


def rows_of(formset: BaseFormSet) -> list[dict[str, Any]]:
    """What a valid list holds, in its order, for the service."""
    return [form.values() for form in formset if isinstance(form, Row) and form.is_wanted()]
