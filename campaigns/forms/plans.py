"""Forms that bring a plan in or open a campaign without one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Level
from campaigns.plan_faults import OLD_WORD

KINDS = (".docx", ".txt")
OLD_KINDS = (".doc", ".wps", ".rtf")
TEXT_AT_MOST = 300_000


class PlanUploadForm(forms.Form):
    """A file, or the text of a plan pasted in; exactly one of the two."""

    ticket = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("Plan file"), required=False, widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".docx,.txt"}), allow_empty_file=True
    )
    text = forms.CharField(
        label=_("or the text of the plan"),
        required=False,
        strip=False,
        max_length=TEXT_AT_MOST,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 8, "spellcheck": "false"}),
    )

    def clean_file(self) -> UploadedFile | None:
        """Kind and size by name and count; what is inside is the worker's business."""
        upload = self.cleaned_data["file"]
        if upload is None:
            return None
        name = upload.name.lower()
        if name.endswith(OLD_KINDS):
            raise forms.ValidationError(OLD_WORD)
        if not name.endswith(KINDS):
            raise forms.ValidationError(_("Only Word files (.docx) and text files (.txt) can be read. Save the plan as one of them, or paste its text below."))
        if upload.size == 0:
            raise forms.ValidationError(_("The file is empty. Choose the plan again."))
        if upload.size > settings.PLAN_MAX_BYTES:
            limits = {"size": filesizeformat(upload.size), "limit": filesizeformat(settings.PLAN_MAX_BYTES)}
            raise forms.ValidationError(_("The file has %(size)s, a plan at most %(limit)s. Take out the pictures, or paste the text below.") % limits)
        return upload

    def clean(self) -> dict[str, Any]:
        """One plan at a time."""
        cleaned = super().clean() or {}
        has_text = bool(cleaned.get("text", "").strip())
        if "file" not in self.errors and "text" not in self.errors:
            if cleaned.get("file") and has_text:
                raise forms.ValidationError(_("There is a file and a text. Leave one of them out, so that it is clear which one is the plan."))
            if not cleaned.get("file") and not has_text:
                raise forms.ValidationError(_("Choose the file of the plan, or paste its text."))
        return cleaned

    def upload(self) -> dict[str, Any]:
        """``upload`` and ``name`` for the service, a pasted text as a file."""
        upload = self.cleaned_data["file"]
        if upload:
            return {"upload": upload, "name": upload.name}
        title = next(line.strip() for line in self.cleaned_data["text"].splitlines() if line.strip())
        return {"upload": ContentFile(self.cleaned_data["text"].encode()), "name": f"{title[:60]}.txt"}


class CampaignForm(forms.ModelForm):
    """Name, level and time of a campaign opened by hand."""

    ticket = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Campaign
        fields = ["name", "unit_name", "level", "cycle", "starts_on", "ends_on"]
        widgets = {
            "starts_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "ends_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels: Any = self.fields["level"]
        levels.choices = [("", _("not settled")), *Level.choices]
        for field in self.visible_fields():
            field.field.widget.attrs["class"] = "form-select" if field.name == "level" else "form-control"

    def values(self) -> dict[str, Any]:
        """The campaign's fields, without the ticket."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
