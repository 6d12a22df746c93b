"""Why a plan could not be read, as a sentence that says what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OLD_WORD = _("This is a Word file of the old kind (.doc). Save it as .docx in WPS or Word, then upload it again.")
SENTENCES: dict[str, Promise] = {
    "encrypted": _("The file is protected by a password. Take the password off in WPS or Word, then upload it again."),
    "empty": _("The file contains no text. If it is a scan, paste the text of the plan instead."),
    "not_a_word_file": _("This is not a Word file, whatever its name says, or it is damaged. Open it in WPS or Word, save it as .docx, then upload it again."),
    "legacy_word": OLD_WORD,
    "too_large": _("The plan is too large to be read. Take out pictures and annexes, then upload it again."),
    "zip_bomb": _("The file unpacks to far more than a plan can be and was not opened. Save it anew in WPS or Word, then upload it again."),
    "unsupported": _("Only Word files (.docx) and text files (.txt, UTF-8) can be read. Save the plan as one of them, or paste its text instead."),
    "too_slow": _("Reading took too long and was stopped. Paste the text of the plan instead, or upload it in parts."),
    "lost": _("The stored file cannot be found. Upload it again."),
    "broken_off": _("Reading broke off several times. Paste the text of the plan instead; the maintainer finds the reason in the log."),
}


def sentence(code: str) -> str | Promise:
    """What the person is told for a machine code; an unknown code gets the general advice."""
    return SENTENCES.get(code, _("The plan could not be read. Save it anew as .docx in WPS or Word, or paste its text instead."))
