"""Forms of the sign-in page, of one-time links and of the page about oneself."""

from django import forms
from django.contrib.auth import password_validation
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import User


def _box(**attrs: str) -> dict[str, str]:
    return {"class": "form-control", **attrs}


class SignInForm(forms.Form):
    """Name and password; whether they fit is asked by the view."""

    username = forms.CharField(label=_("Account"), max_length=150, widget=forms.TextInput(_box(autocomplete="username", autofocus="", autocapitalize="none")))
    password = forms.CharField(label=_("Password"), max_length=4096, strip=False, widget=forms.PasswordInput(_box(autocomplete="current-password")))

    def clean(self) -> dict:
        """NUL bytes reach no database."""
        cleaned = super().clean()
        if "\0" in cleaned.get("username", ""):
            self.add_error(None, _("The account or the password is wrong."))
        return cleaned


class NewPasswordForm(forms.Form):
    """A new password, typed twice; the rule itself is asked by the service."""

    new_password = forms.CharField(label=_("New password"), max_length=4096, strip=False, widget=forms.PasswordInput(_box(autocomplete="new-password")))
    again = forms.CharField(label=_("The same once more"), max_length=4096, strip=False, widget=forms.PasswordInput(_box(autocomplete="new-password")))

    def clean(self) -> dict:
        """Both must be the same."""
        cleaned = super().clean()
        if cleaned.get("new_password") and cleaned.get("again") and cleaned["new_password"] != cleaned["again"]:
            self.add_error("again", _("The two passwords differ."))
        return cleaned

    @property
    def rules(self) -> list[str]:
        """The rules of a password in words."""
        return password_validation.password_validators_help_texts()


class ChangePasswordForm(NewPasswordForm):
    """The present password and a new one."""

    old_password = forms.CharField(label=_("Present password"), max_length=4096, strip=False, widget=forms.PasswordInput(_box(autocomplete="current-password")))
    field_order = ["old_password", "new_password", "again"]


class ContactForm(forms.ModelForm):
    """Where reminders reach the person."""

    phone = forms.CharField(
        label=_("telephone"),
        required=False,
        max_length=20,
        validators=[RegexValidator(r"^[0-9+\-() ]+$", _("Digits, spaces and + - ( ) only."))],
        widget=forms.TextInput(_box(autocomplete="tel", inputmode="tel")),
    )

    class Meta:
        model = User
        fields = ["phone", "email"]
        widgets = {"email": forms.EmailInput(_box(autocomplete="email"))}
