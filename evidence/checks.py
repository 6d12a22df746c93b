"""What a record still lacks and what looks odd in it, in sentences that say what to do. Warns, never blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import MaterialRule
from evidence.models import NOTE_LIMIT, ActivityRecord, Evidence, EvidenceFile

MUST, LOOK, FINE = "must", "look", "fine"
SHORT_NOTE = 30
DAYS_APART = 3
SMALL_PIXELS = 800


@dataclass(frozen=True)
class Finding:
    """One line of the check list: ``severity`` must, look or fine; ``anchor`` is the id of the place to mend it."""

    severity: str
    text: str
    anchor: str = ""
    under: str = ""


@dataclass
class Piece:
    """A kept piece with its current file, numbered as the page shows it."""

    number: int
    evidence: Evidence
    file: EvidenceFile | None


@dataclass
class Facts:
    """All the rules look at; ``twins`` are hashes known from other records the reader may know of."""

    record: ActivityRecord
    pieces: list[Piece]
    wanted: Counter[str] = field(default_factory=Counter)
    twins: Collection[str] = ()

    def of_kind(self, kind: str) -> list[Piece]:
        """Pieces of one kind."""
        return [piece for piece in self.pieces if piece.evidence.kind == kind]


def missing(record: ActivityRecord, *, twins: Collection[str] | None = None) -> list[Finding]:
    """All findings on a record, the gravest first.

    ``twins``: hashes that also occur in other records; looked up among the department's own records when not
    given, so that the list never tells of a file in a department whose files the reader may not see.
    """
    pieces = pieces_of(record)
    known = own_twins(record, pieces) if twins is None else twins
    found = list(_findings(Facts(record, pieces, _wanted(record), known)))
    return sorted(found, key=lambda finding: (MUST, LOOK, FINE).index(finding.severity))


def tally(findings: list[Finding]) -> dict[str, int]:
    """How many of each severity."""
    count = Counter(finding.severity for finding in findings)
    return {severity: count[severity] for severity in (MUST, LOOK, FINE)}


def pieces_of(record: ActivityRecord) -> list[Piece]:
    """Kept pieces in their order with the current file each; uses what was prefetched."""
    kept = [piece for piece in record.evidence.all() if piece.deleted_at is None]
    current = {piece.pk: next((file for file in piece.files.all() if file.is_current), None) for piece in kept}
    return [Piece(number, piece, current[piece.pk]) for number, piece in enumerate(kept, start=1)]


def own_twins(record: ActivityRecord, pieces: list[Piece]) -> set[str]:
    """Hashes of these pieces that also occur in other kept records of the same department and campaign."""
    hashes = {piece.file.sha256 for piece in pieces if piece.file}
    if not hashes:
        return set()
    others = EvidenceFile.objects.current().filter(
        sha256__in=hashes, evidence__record__campaign=record.campaign_id, evidence__record__department=record.department_id, evidence__record__deleted_at=None
    )
    return set(others.exclude(evidence__record=record).values_list("sha256", flat=True))


def _wanted(record: ActivityRecord) -> Counter[str]:
    """How many pieces of which kind: the greater of what the kind of activity and what each indicator asks for."""
    wanted: Counter[str] = Counter()
    if record.is_event and record.kind:
        wanted[Evidence.Kind.PHOTO] = record.kind.minimum_photos
        wanted.update(dict.fromkeys(record.kind.wanted_pieces, 1))
    for indicator in record.indicators.all():
        rules: list[MaterialRule] = list(indicator.material_rules.all())
        for rule in rules:
            wanted[rule.kind] = max(wanted[rule.kind], rule.minimum)
    return wanted


def _findings(facts: Facts) -> Iterator[Finding]:
    yield from _pieces(facts)
    yield from _proves(facts.record)
    if facts.record.is_event:
        yield from _measures(facts.record)
    yield from _note(facts.record)
    yield from _day(facts.record)
    yield from _captions(facts)
    yield from _numbers(facts)
    yield from _shots(facts)
    yield from _twins(facts)


def _proves(record: ActivityRecord) -> Iterator[Finding]:
    if record.part_id is None and not record.indicators.all():
        yield Finding(
            MUST,
            _("It answers no task and proves no indicator"),
            "uses",
            _("Choose the task it answers, or add an indicator below “Where it is used”; otherwise it counts nowhere."),
        )


def _pieces(facts: Facts) -> Iterator[Finding]:
    if not facts.pieces and not any(facts.wanted.values()):
        yield Finding(MUST, _("No paper is attached yet"), "pieces", _("Add the document, best as the signed PDF and as Word."))
    for kind, minimum in facts.wanted.items():
        have = len(facts.of_kind(kind))
        label = dict(Evidence.Kind.choices).get(kind, kind)
        if have < minimum:
            text = ngettext("Still missing: %(n)d × %(kind)s", "Still missing: %(n)d × %(kind)s", minimum - have) % {"n": minimum - have, "kind": label}
            yield Finding(MUST, text, "pieces", _("%(minimum)d wanted, %(have)d there.") % {"minimum": minimum, "have": have})
        elif minimum:
            yield Finding(FINE, _("%(kind)s: %(have)d there, %(minimum)d wanted") % {"kind": label, "have": have, "minimum": minimum})


def _measures(record: ActivityRecord) -> Iterator[Finding]:
    if record.kind and record.kind.wants_hours and not record.hours:
        yield Finding(MUST, _("Service hours are missing"), "id_hours", _("All participants together, as registered on the volunteer platform."))
    if (record.kind is None or record.kind.wants_people) and not record.people_count:
        yield Finding(MUST, _("The number of people is missing"), "id_people_count")
    if record.kind is None:
        yield Finding(LOOK, _("No kind of activity is chosen"), "id_kind", _("It decides which material is wanted."))
    if not record.place:
        yield Finding(LOOK, _("The place is missing"), "id_place")


def _note(record: ActivityRecord) -> Iterator[Finding]:
    length = len(record.note)
    if record.is_event and not length:
        yield Finding(MUST, _("The account is still empty"), "id_note", _("Write what was done, with figures and result."))
    elif record.is_event and length < SHORT_NOTE:
        yield Finding(LOOK, _("The account is very short: %(n)d characters") % {"n": length}, "id_note", _("Write what was done, with figures and result."))
    elif length > NOTE_LIMIT:
        yield Finding(MUST, _("The account is %(n)d characters too long") % {"n": length - NOTE_LIMIT}, "id_note")
    elif length:
        yield Finding(FINE, _("Account %(n)d characters, not over %(limit)d") % {"n": length, "limit": NOTE_LIMIT})


def _day(record: ActivityRecord) -> Iterator[Finding]:
    campaign, held_on = record.campaign, record.held_on
    if held_on > timezone.localtime(record.updated_at).date():
        yield Finding(LOOK, _("The date lies in the future"), "id_held_on", _("A record tells of what was done."))
    if (campaign.starts_on and held_on < campaign.starts_on) or (campaign.ends_on and held_on > campaign.ends_on):
        span = {"from": _day_text(campaign.starts_on), "until": _day_text(campaign.ends_on)}
        yield Finding(MUST, _("The date lies outside the assessment period"), "id_held_on", _("The period runs from %(from)s to %(until)s.") % span)
    elif campaign.starts_on or campaign.ends_on:
        yield Finding(FINE, _("The date lies within the assessment period"))


def _captions(facts: Facts) -> Iterator[Finding]:
    photos = facts.of_kind(Evidence.Kind.PHOTO)
    bare = [piece for piece in photos if not piece.evidence.caption]
    if bare:
        text = ngettext("%(n)d photo has no caption", "%(n)d photos have no caption", len(bare)) % {"n": len(bare)}
        yield Finding(LOOK, text, f"piece-{bare[0].evidence.pk}", _("One sentence: who does what where."))
    elif photos:
        yield Finding(FINE, _("Every photo has a caption"))


def _numbers(facts: Facts) -> Iterator[Finding]:
    numbered = [piece for piece in facts.pieces if piece.evidence.has_number]
    for piece in numbered:
        if not piece.evidence.document_number:
            text = _("No. %(number)d has no document number") % {"number": piece.number}
            yield Finding(LOOK, text, f"piece-{piece.evidence.pk}", _("Enter it as on the paper, or leave it out when there is none."))
    if numbered and all(piece.evidence.document_number for piece in numbered):
        yield Finding(FINE, _("Notices and rules carry their document numbers"))


def _shots(facts: Facts) -> Iterator[Finding]:
    for piece in facts.of_kind(Evidence.Kind.PHOTO):
        file, anchor = piece.file, f"piece-{piece.evidence.pk}"
        if file is None:
            continue
        if file.taken_at and facts.record.is_event:
            taken_on = timezone.localtime(file.taken_at).date()
            apart = abs((taken_on - facts.record.held_on).days)
            if apart > DAYS_APART:
                text = ngettext("Taken %(n)d day apart from the activity: no. %(number)d", "Taken %(n)d days apart from the activity: no. %(number)d", apart)
                under = _("Taken on %(taken)s, the activity was on %(held)s.") % {"taken": _day_text(taken_on), "held": _day_text(facts.record.held_on)}
                yield Finding(LOOK, text % {"n": apart, "number": piece.number}, anchor, under)
        if file.width and file.height and max(file.width, file.height) < SMALL_PIXELS:
            under = _("%(width)d × %(height)d pixels; take the original instead of a copy from a chat.") % {"width": file.width, "height": file.height}
            yield Finding(LOOK, _("No. %(number)d is small and will be blurred in print") % {"number": piece.number}, anchor, under)


def _twins(facts: Facts) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for piece in facts.pieces:
        if piece.file is None:
            continue
        anchor = f"piece-{piece.evidence.pk}"
        same = first.setdefault(piece.file.sha256, piece.number)
        if same != piece.number:
            yield Finding(LOOK, _("No. %(a)d is the same file as no. %(b)d") % {"a": piece.number, "b": same}, anchor, _("It counts once; one of them can go."))
        elif piece.file.sha256 in facts.twins:
            text = _("No. %(number)d is also used in another record") % {"number": piece.number}
            yield Finding(LOOK, text, anchor, _("That is allowed; make sure that it shows this activity."))


def _day_text(day: date | None) -> str:
    return date_format(day, "Y年n月j日") if day else "…"
