"""Both versions of a row side by side, when somebody else saved it while a person was typing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True)
class Difference:
    """One field that the two versions do not agree on, as text."""

    label: str
    saved: str
    typed: str


def differences(form: forms.Form, current: Any) -> list[Difference]:
    """Fields in which the row as it stands differs from what was typed; and makes the form ready to save over it.

    The form keeps every typed word; only its hidden version becomes that of ``current``, so sending it again is a decision made knowingly.
    """
    found = []
    for name, field in form.fields.items():
        if name == "version":
            continue
        saved, typed = getattr(current, name), form.cleaned_data.get(name)
        if saved != typed:
            found.append(Difference(str(field.label), _in_words(current, name, saved), _in_words(current, name, typed)))
    form.data = {**dict(form.data.items()), form.add_prefix("version"): current.version}
    return found


def _in_words(row: Any, name: str, value: Any) -> str:
    """A choice by its label, anything else as it prints."""
    choices = dict(row._meta.get_field(name).flatchoices)
    return str(choices.get(value, "" if value is None else value))
