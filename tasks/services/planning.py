"""From a plan that was read to a campaign under way: confirm, break down, launch."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.decisions import StaleEdit, require
from accounts.models import Department, Role, User
from accounts.services import audit
from accounts.services.departments import name_departments
from campaigns import findings as findings_of
from campaigns import plan_matching as matching
from campaigns.findings import Finding
from campaigns.models import Campaign, LeadershipGroup, LeadershipMember, Phase, PlanDocument
from campaigns.permissions import can_confirm_plan
from campaigns.services.plans import mark_confirmed
from notifications.models import Message
from notifications.services import tell
from tasks import recurrence
from tasks.models import Task, TaskSupport
from tasks.permissions import can_launch, can_plan
from tasks.services.occurrences import make_occurrences
from tasks.services.tasks import update_task

Departments = dict[str, list[Department]]
"""Departments by their name in the plan; none where it was left open, several for 各科室."""


def confirm_plan(*, actor: User, plan: PlanDocument, version: int, now: datetime) -> Campaign:
    """Make a campaign, still to be broken down, of everything that was kept; in one transaction.

    A plan confirmed before gives the campaign made then. Raises ``StaleEdit`` when somebody corrected the plan since
    ``version`` was shown; refuses all but the office, and while names are undecided.
    """
    known = PlanDocument.objects.select_related("campaign").get(pk=plan.pk)
    if known.state == PlanDocument.State.CONFIRMED and known.campaign is not None and actor.standing.is_office:
        return known.campaign
    require(can_confirm_plan(actor, known))
    with transaction.atomic():
        campaign = _open_campaign(actor=actor, head=known.findings["head"])
        if not mark_confirmed(plan=known, version=version, campaign=campaign):
            raise StaleEdit(known)  # nothing of this is kept
        persons = matching.persons_by_name(User.objects.working())
        _add_phases(campaign, findings_of.kept(known.findings, "phases"))
        _add_leadership(campaign, findings_of.kept(known.findings, "members"), persons)
        departments = _departments(actor=actor, plan=known, now=now)
        tasks = _add_tasks(campaign, known, findings_of.kept(known.findings, "tasks"), departments, persons)
        audit.record("confirm_plan", actor=actor, obj=campaign, details={"plan": known.pk, "sha256": known.sha256, "tasks": len(tasks)}, now=now)
    return campaign


def _open_campaign(*, actor: User, head: Finding) -> Campaign:
    return Campaign.objects.create(
        name=head["title"][:160],
        unit_name=head["unit"][:80],
        level=head["level"],
        cycle=head["cycle"][:30],
        starts_on=_day(head["starts_on"]),
        ends_on=_day(head["ends_on"]),
        guiding_ideology=head["guiding_ideology"],
        goals=head["goals"],
        created_by=actor,
    )


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _add_phases(campaign: Campaign, phases: list[Finding]) -> None:
    Phase.objects.bulk_create(
        Phase(
            campaign=campaign,
            name=phase["name"][:80],
            starts_on=_day(phase["starts_on"]),
            ends_on=_day(phase["ends_on"]),
            text_period=phase["text_period"][:80],
            position=position,
        )
        for position, phase in enumerate(phases, 1)
    )


def _add_leadership(campaign: Campaign, members: list[Finding], persons: dict[str, User]) -> None:
    names = dict.fromkeys(member["group"] for member in members)
    groups = {name: LeadershipGroup.objects.create(campaign=campaign, name=name[:80], position=position) for position, name in enumerate(names, 1)}
    LeadershipMember.objects.bulk_create(
        LeadershipMember(
            group=groups[member["group"]],
            role=member["role"],
            role_text=member["role_text"][:40],
            name_or_post=member["name"][:120],
            user=matching.person_in(member["name"], persons),
            position=position,
        )
        for position, member in enumerate(members, 1)
    )


def _departments(*, actor: User, plan: PlanDocument, now: datetime) -> Departments:
    """What every name of the plan stands for, new departments made on the way."""
    in_use = list(Department.objects.in_use())
    found = matching.meanings(plan.findings, in_use)
    new = [meaning.name for meaning in found if meaning.choice == matching.CREATE]
    made = dict(zip(new, name_departments(actor=actor, names=[name[:80] for name in new], now=now), strict=True)) if new else {}
    meant: Departments = {}
    for meaning in found:
        if meaning.department is not None:
            meant[meaning.name] = [meaning.department]
        elif meaning.choice in matching.GROUPS:
            meant[meaning.name] = [one for one in in_use if one.kind in matching.GROUPS[meaning.choice]]
        else:
            meant[meaning.name] = [made[meaning.name]] if meaning.name in made else []
    return meant


def _add_tasks(campaign: Campaign, plan: PlanDocument, entries: list[Finding], departments: Departments, persons: dict[str, User]) -> list[Task]:
    tasks = Task.objects.bulk_create(_task(campaign, plan, number, entry, departments, persons) for number, entry in enumerate(entries, 1))
    supports, responsible = [], []
    for task, entry in zip(tasks, entries, strict=True):
        helping = dict.fromkeys(one for name in entry["supports"] for one in departments[name])
        supports += [TaskSupport(task=task, department=one) for one in helping if one != task.lead_department]
        responsible += [Task.responsible_persons.through(task=task, user=persons[name]) for name in dict.fromkeys(entry["persons"]) if name in persons]
    TaskSupport.objects.bulk_create(supports)
    Task.responsible_persons.through.objects.bulk_create(responsible)
    return tasks


def _task(campaign: Campaign, plan: PlanDocument, number: int, entry: Finding, departments: Departments, persons: dict[str, User]) -> Task:
    """A task as the plan has it; a lead that stands for several departments or for none leaves it to be broken down."""
    lead = departments[entry["lead"]] if entry["lead"] else []
    start, end = entry["span"] or (None, None)
    return Task(
        campaign=campaign,
        plan_document=plan,
        source_start=start,
        source_end=end,
        code=f"T-{number:03d}",
        heading=entry["heading"][:160],
        number_text=entry["number"][:20],
        title=entry["title"][:160],
        requirement=entry["requirement"],
        lead_department=lead[0] if len(lead) == 1 else None,
        responsible_leader=entry["leader"][:60],
        responsible_text="、".join(name for name in entry["persons"] if name not in persons)[:160],
        deadline_on=_day(entry["deadline_on"]),
        deadline_text=(entry["deadline_text"] or entry["every_text"])[:120],
        every=entry["every"],
        ticket=uuid.uuid4(),
    )


def break_down(*, actor: User, campaign: Campaign, task_ids: Sequence[int], values: dict, versions: dict[int, int] | None = None, now: datetime) -> list[Task]:
    """Give several tasks at once what ``values`` names; what it does not name stays.

    ``values`` may hold lead_department, deadline_on, every and kind as for a task; supports, a list of departments that are
    added, with is_required for all of them; persons, who take the place of those before. ``versions`` by task id: where given,
    a task saved since raises ``StaleEdit``. Refused to all but the office and in a closed campaign.
    """
    require(can_plan(actor, campaign))
    fields = {name: values[name] for name in ("lead_department", "deadline_on", "every", "kind") if name in values}
    tasks = Task.objects.kept().filter(campaign=campaign, pk__in=task_ids).select_related("campaign").prefetch_related("supports__department")
    changed = []
    with transaction.atomic():
        for task in tasks:
            changed.append(
                update_task(
                    actor=actor,
                    task=task,
                    version=(versions or {}).get(task.pk, task.version),
                    values=fields,
                    supports=_more_supports(task, fields, values) if values.get("supports") or "lead_department" in fields else None,
                    persons=values.get("persons"),
                    now=now,
                )
            )
    return changed


def _more_supports(task: Task, fields: dict, values: dict) -> list[tuple[Department, str, bool]]:
    """The supporters so far and the new ones; who leads does not support as well."""
    lead = fields.get("lead_department", task.lead_department)
    supports = {support.department: (support.duty, support.is_required) for support in task.supports.all()}
    for department in values.get("supports", ()):
        supports[department] = (supports.get(department, ("", False))[0], bool(values.get("is_required")))
    return [(department, duty, required) for department, (duty, required) in supports.items() if department != lead]


def launch_campaign(*, actor: User, campaign: Campaign, now: datetime) -> Campaign:
    """Put the plan into force: make all occurrences, let the staff see them, tell the lead departments' liaison officers.

    Refused while a task lacks its lead or its time. A campaign under way stays as it is; a launch that broke off is
    taken up by launching again, since occurrences are made once only and the state changes last.
    """
    campaign = Campaign.objects.get(pk=campaign.pk)
    require(can_launch(actor, campaign))
    if campaign.state == Campaign.State.ACTIVE:
        return campaign
    until = recurrence.horizon(timezone.localtime(now).date())
    for task in Task.objects.kept().filter(campaign=campaign).select_related("campaign", "lead_department"):
        make_occurrences(task=task, until=until, now=now)
    with transaction.atomic():
        if Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.DRAFT).update(state=Campaign.State.ACTIVE, launched_at=now) == 1:
            audit.record("launch_campaign", actor=actor, obj=campaign, now=now)
            _tell_liaison_officers(campaign, now=now)
    campaign.refresh_from_db()
    return campaign


def _tell_liaison_officers(campaign: Campaign, *, now: datetime) -> None:
    """One message a person, however many tasks the department leads."""
    on = timezone.localtime(now).date()
    led: dict[int, int] = {}
    for department_id in Task.objects.kept().filter(campaign=campaign, lead_department__isnull=False).values_list("lead_department_id", flat=True):
        led[department_id] = led.get(department_id, 0) + 1
    for department_id, number in led.items():
        for person in _liaison_officers(department_id, on):
            tell(
                recipient=person,
                kind=Message.Kind.ASSIGNED,
                subject=ngettext("Your department leads %(n)d task: %(name)s", "Your department leads %(n)d tasks: %(name)s", number)
                % {"n": number, "name": campaign.name},
                body=_("The plan is in force. The tasks with their dates stand on your desk."),
                path=reverse("reports:desk"),
                dedupe_key=f"launch-{campaign.pk}-{department_id}-{person.pk}",
                now=now,
            )


def _liaison_officers(department_id: int, on: date) -> Iterable[User]:
    return User.objects.holding(Role.LIAISON_OFFICER, on, department_id)
