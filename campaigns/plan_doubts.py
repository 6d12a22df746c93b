"""Why something read from a plan has to be looked at, as sentences. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from campaigns.findings import Finding

FIELDS = {
    "title": gettext_lazy("title"),
    "name": gettext_lazy("name"),
    "unit": gettext_lazy("unit"),
    "level": gettext_lazy("level"),
    "cycle": gettext_lazy("cycle"),
    "heading": gettext_lazy("heading"),
    "requirement": gettext_lazy("requirement"),
    "lead": gettext_lazy("lead department"),
    "supports": gettext_lazy("supporting departments"),
    "leader": gettext_lazy("responsible leader"),
    "persons": gettext_lazy("responsible persons"),
}
SPAN_FROM_YEARS = gettext_noop("First and last day follow from the years the plan names. Please check them.")
NO_YEARS = gettext_noop("The plan names no year. Set the first and the last day, so that dates without a year can be worked out.")
NO_DAY = gettext_noop("No day follows from “%(text)s”.")
UNKNOWN_PERIOD = gettext_noop("“%(text)s” is not a period the calendar keeps: choose the nearest one, or leave it open.")
SEVERAL_TIMES = gettext_noop("“%(text)s”: the calendar makes one occurrence for each period.")


def doubts_of(kind: str, entry: Finding) -> list[str]:
    """One sentence for each doubtful field, with what was taken and why."""
    unsure = entry["unsure"]
    said = []
    if "starts_on" in unsure:
        said.append(_of_head(entry) if kind == "head" else _(NO_DAY) % {"text": entry["text_period"]})
    if "deadline" in unsure:
        said.append(_plain(_("deadline")) if entry["deadline_on"] else _(NO_DAY) % {"text": entry["deadline_text"]})
    if "recurrence" in unsure:
        said.append(_(SEVERAL_TIMES if entry["every"] else UNKNOWN_PERIOD) % {"text": entry["every_text"]})
    plain = [str(words) for field, words in FIELDS.items() if field in unsure]
    return said + ([_plain("、".join(plain))] if plain else [])


def _of_head(entry: Finding) -> str:
    return _(SPAN_FROM_YEARS if entry["starts_on"] else NO_YEARS)


def _plain(fields: str) -> str:
    return _("The text allows another reading: %(fields)s.") % {"fields": fields}
