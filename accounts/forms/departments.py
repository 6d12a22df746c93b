"""The form of a department."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import Dressed
from accounts.models import Department, User


class DepartmentForm(Dressed, forms.ModelForm):
    """Names, kind and place in the tree; ``version`` is that of the row the person read."""

    position = forms.IntegerField(label=_("Order"), required=False, min_value=0, max_value=9999, help_text=_("Small numbers stand first; empty: last."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Department
        fields = ["name", "short_name", "kind", "parent", "position"]
        labels = {"name": _("Department name"), "short_name": _("Short name"), "kind": _("Kind of department"), "parent": _("Belongs to")}
        help_texts = {"short_name": _("As tables and plans call it, for example 宣传科.")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Department.objects.visible_to(user).in_use().exclude(pk=self.instance.pk)
        self.fields["parent"].empty_label = _("None: at the top of the tree")
