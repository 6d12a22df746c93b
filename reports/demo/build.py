"""Makes the demo, step by step in the order of time, through the services of the house; made again it adds nothing."""

from __future__ import annotations

import calendar
import contextlib
import uuid
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import Department, Role, User
from accounts.services.departments import create_department
from accounts.services.passwords import FIRST_ADMINISTRATORS, NotNeeded, make_first_administrators
from accounts.services.people import create_person, update_person
from accounts.services.roles import give_role
from assessments.services import plan_inspection
from campaigns.models import ActivityKind, Campaign
from campaigns.services.campaigns import create_campaign
from campaigns.services.indicators import choose_example
from campaigns.services.organisation import save_group, save_phases
from reports.demo import plan
from reports.demo.cast import CAST, DEPARTMENTS, UNIT
from tasks.services.planning import launch_campaign
from tasks.services.tasks import create_task

NAMESPACE = uuid.UUID("6d1c9a52-3f0e-4c1b-9e57-0a6b5b1f4d20")
INSPECTION = "省级实地测评"
INSPECTION_IN = timedelta(days=47)


def ticket(*names: object) -> uuid.UUID:
    """The same for the same thing at every run, so that running again makes nothing twice."""
    return uuid.uuid5(NAMESPACE, "/".join(str(name) for name in names))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant of the unit's own time."""
    return datetime.combine(day, time(hour, minute), tzinfo=timezone.get_default_timezone())


def month_from(today: date, months: int, day: int = 1) -> date:
    """A day of the month so many months away; the last of the month where there is no such day."""
    index = today.year * 12 + today.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def build_people(*, now: datetime) -> dict[str, User]:
    """Departments, accounts and roles; returns the people by sign-in name."""
    with contextlib.suppress(NotNeeded):  # somebody has set a password since the demo was made: the administrators stand already
        make_first_administrators(now=now)
    administrator = User.objects.get(username=FIRST_ADMINISTRATORS[0][0])
    security = User.objects.get(username=FIRST_ADMINISTRATORS[1][0])
    departments = {department.name: department for department in Department.objects.all()}
    for name, short_name, kind, parent in DEPARTMENTS:
        if name not in departments:
            values = {"name": name, "short_name": short_name, "kind": kind, "parent": departments.get(parent)}
            departments[name] = create_department(actor=administrator, values=values, now=now)
    for player in CAST:
        person = User.objects.filter(username=player.username).first()
        if person is None:
            person = create_person(actor=administrator, values={"username": player.username, "full_name": player.full_name}, now=now)
            for role, department in player.roles:
                give_role(actor=security, person=person, role=role, department=departments.get(department), post=player.post, now=now)
        elif person.full_name != player.full_name:
            actor = security if person == administrator else administrator
            if actor == administrator:
                update_person(actor=actor, person=person, version=person.version, values={"full_name": player.full_name}, now=now)
    return {person.username: person for person in User.objects.filter(username__in=[player.username for player in CAST])}


def build_campaign(*, people: dict[str, User], today: date) -> Campaign:
    """The campaign with phases, leadership, indicators and tasks, launched in its first month."""
    office = people["office"]
    starts_on, ends_on = month_from(today, plan.PHASES[0][1]), month_from(today, plan.PHASES[-1][2], 31)
    begun = at(starts_on, 9)
    known = Campaign.objects.filter(ticket=ticket("campaign")).first()
    if known is not None and known.state != Campaign.State.DRAFT:
        return known
    values = {
        "name": plan.CAMPAIGN,
        "unit_name": UNIT,
        "level": "provincial",
        "cycle": f"{starts_on.year}—{ends_on.year}" if starts_on.year != ends_on.year else str(starts_on.year),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "guiding_ideology": plan.GUIDING_IDEOLOGY,
        "goals": plan.GOALS,
    }
    campaign = create_campaign(actor=office, values=values, ticket=ticket("campaign"), now=begun)
    if not campaign.phases.exists():
        _organise(campaign, people, today, begun)
    _add_tasks(campaign, people, today, begun)
    campaign = launch_campaign(actor=office, campaign=campaign, now=begun)
    plan_inspection(actor=office, campaign=campaign, name=INSPECTION, planned_on=today + INSPECTION_IN, note="材料审核之后进行", now=begun)
    return campaign


def told_on(campaign: Campaign) -> date:
    """The day the story was first told; a later run tells the same story and so adds nothing."""
    return campaign.inspections.get(name=INSPECTION).planned_on - INSPECTION_IN


def _organise(campaign: Campaign, people: dict[str, User], today: date, now: datetime) -> None:
    """Phases by months from today's, the leadership group, the example indicators."""
    office = people["office"]
    rows = [{"id": None, "name": name, "starts_on": month_from(today, first), "ends_on": month_from(today, last, 31)} for name, first, last in plan.PHASES]
    save_phases(actor=office, campaign=campaign, version=campaign.version, rows=rows, now=now)
    campaign.refresh_from_db()
    accounts = {"组长": people["leader"], "副组长": people["leader2"], "办公室主任": office}
    members = [{"id": None, "role": role, "role_text": written, "name_or_post": name, "user": accounts.get(written)} for role, written, name in plan.LEADERSHIP]
    save_group(actor=office, campaign=campaign, version=campaign.version, group=None, name="创建工作领导小组", members=members, now=now)
    campaign.refresh_from_db()
    choose_example(actor=office, campaign=campaign, now=now)


def _add_tasks(campaign: Campaign, people: dict[str, User], today: date, now: datetime) -> None:
    departments = {department.name: department for department in Department.objects.all()}
    kinds = {kind.name: kind for kind in ActivityKind.objects.all()}
    campaign.refresh_from_db()
    lines = {line.code: line for line in campaign.indicator_system.indicators.all()}
    for position, line in enumerate(plan.LINES, 1):
        create_task(
            actor=people["office"],
            campaign=campaign,
            ticket=ticket("task", position),
            values={
                "heading": line.heading,
                "title": line.title,
                "requirement": line.requirement,
                "kind": kinds[line.kind],
                "lead_department": departments[line.lead],
                "responsible_leader": people["leader2"].full_name,
                "every": line.every,
                "deadline_on": _deadline(line, today),
                "indicators": [lines[code] for code in line.indicators],
            },
            supports=[(departments[name], duty, required) for name, duty, required in line.supports],
            persons=[people[username] for username in line.persons],
            now=now,
        )


def _deadline(line: plan.Line, today: date) -> date | None:
    if line.due_in is not None:
        return today + timedelta(days=line.due_in)
    return month_from(today, *line.due) if line.due else None


def liaison_of(department: Department, people: dict[str, User]) -> User:
    """Who logs for the department in the demo."""
    for player in CAST:
        if (Role.LIAISON_OFFICER, department.name) in player.roles:
            return people[player.username]
    return people["office"]
