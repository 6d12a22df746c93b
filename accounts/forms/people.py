"""Forms of accounts, roles and the workbook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import IN_A_DEPARTMENT, Department, Role, User
from accounts.people_sheet import MAX_BYTES
from accounts.selectors import PersonState


class Dressed(forms.Form):
    """Gives every field the class Bootstrap draws it by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            plain = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs.setdefault("class", "form-check-input" if isinstance(field.widget, forms.CheckboxInput) else plain)


def day_input() -> forms.DateInput:
    """A date as browsers want it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PersonForm(Dressed, forms.ModelForm):
    """Name, sign-in name and how to reach the person; ``version`` is that of the row the person read."""

    full_name = forms.CharField(label=_("Full name"), max_length=40)
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=20,
        validators=[RegexValidator(r"^[0-9+\-() ]+$", _("Digits, spaces and + - ( ) only."))],
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = User
        fields = ["full_name", "username", "phone", "email"]
        labels = {"username": _("Sign-in name"), "email": _("E-mail address")}
        error_messages = {"email": {"invalid": _("This is not an e-mail address.")}}
        help_texts = {"username": _("Letters, digits and . @ + - _, for example the pinyin of the name or the staff number.")}

    def clean_username(self) -> str:
        """Zhang and zhang would be two people with one name on paper."""
        name = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(User._meta.get_field("username").error_messages["unique"])
        return name


class RoleForm(Dressed):
    """A role to give, with its department and days."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *Role.choices])
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"), required=False, empty_label=_("None"))
    post = forms.CharField(label=_("Post"), max_length=60, required=False)
    starts_on = forms.DateField(label=_("First day"), required=False, widget=day_input())
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=day_input(), help_text=_("Empty: without end."))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.visible_to(user).in_use()

    def clean(self) -> dict[str, Any]:
        """Days in order; a department where the role has one."""
        cleaned = super().clean() or {}
        if cleaned.get("starts_on") and cleaned.get("ends_on") and cleaned["ends_on"] < cleaned["starts_on"]:
            self.add_error("ends_on", _("The last day lies before the first."))
        if cleaned.get("role") in IN_A_DEPARTMENT and not cleaned.get("department"):
            self.add_error("department", _("This role belongs to a department: name it."))
        return cleaned


class EndRoleForm(Dressed):
    """The last day a role still counts; none ends it at once."""

    ends_on = forms.DateField(label=_("Last day"), required=False, widget=day_input())


class LockForm(Dressed):
    """Why an account is locked."""

    reason = forms.CharField(label=_("Reason for locking"), max_length=200, help_text=_("For example: the mobile phone with the saved password was lost."))


class PeopleFilter(Dressed):
    """What the list of people is narrowed by; lives in the address."""

    q = forms.CharField(label=_("Name or sign-in name"), required=False, max_length=40)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"), required=False, empty_label=_("All departments"))
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *PersonState.choices])

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.visible_to(user)
        self.fields["q"].widget.attrs["placeholder"] = self.fields["q"].label


class WorkbookForm(Dressed):
    """The filled workbook; whether it is one is asked when it is read."""

    file = forms.FileField(label=_("Filled workbook (.xlsx)"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))

    def clean_file(self) -> Any:
        """Too large or plainly another format: said before anything is opened."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        if not file.name.lower().endswith(".xlsx"):
            raise forms.ValidationError(_("This is not an .xlsx file; open it in Excel or WPS and save it as .xlsx."))
        return file
