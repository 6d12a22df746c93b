"""The shape of an inspection."""

from crispy_forms.helper import FormHelper
from django import forms

from assessments.models import Inspection


class InspectionForm(forms.ModelForm):
    """Name, day and a note."""

    class Meta:
        model = Inspection
        fields = ["name", "planned_on", "note"]
        widgets = {"planned_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
