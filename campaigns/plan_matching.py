"""What the names in a plan mean in this unit: departments by name or short name, persons by name. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.models import Department, User
from campaigns.findings import Findings, department_names

EXISTING, CREATE, LEAVE = "existing", "create", "leave"
EVERYONE, INTERNAL, SUBORDINATE = "everyone", "internal", "subordinate"
GROUPS = {EVERYONE: list(Department.Kind), INTERNAL: [Department.Kind.INTERNAL], SUBORDINATE: [Department.Kind.SUBORDINATE]}
"""Choices that stand for several departments, with the kinds they take in."""
SIGNS = re.compile(r"[\s“”\"'（）()【】]")


@dataclass(frozen=True)
class Meaning:
    """What one name in the plan stands for; ``choice`` is empty while nobody knows. ``near`` is a look-alike to propose."""

    name: str
    choice: str
    department: Department | None
    task_ids: tuple[str, ...]
    is_decided: bool
    near: Department | None = None


def meanings(findings: Findings, departments: Sequence[Department]) -> list[Meaning]:
    """Every department name of the kept tasks, in order of appearance, with what people decided or what is plain by itself."""
    decisions = findings.get("departments") or {}
    return [_meaning(name, tuple(ids), decisions.get(name) or {}, departments) for name, ids in department_names(findings).items()]


def _meaning(name: str, task_ids: tuple[str, ...], decision: dict, departments: Sequence[Department]) -> Meaning:
    choice = decision.get("choice", "")
    chosen = next((one for one in departments if one.pk == decision.get("department")), None)
    if choice and (choice != EXISTING or chosen):
        return Meaning(name, choice, chosen if choice == EXISTING else None, task_ids, True)
    same = same_department(name, departments)
    if same is not None:
        return Meaning(name, EXISTING, same, task_ids, False)
    if "各" in name or name.startswith(("全体", "所有")):
        return Meaning(name, _group_of(name), None, task_ids, False)
    return Meaning(name, "", None, task_ids, False, near=_look_alike(name, departments))


def same_department(name: str, departments: Iterable[Department]) -> Department | None:
    """The department with exactly this name or short name; signs and spaces do not count."""
    plain = SIGNS.sub("", name)
    found = [one for one in departments if plain and plain in (SIGNS.sub("", one.name), SIGNS.sub("", one.short_name))]
    return found[0] if len(found) == 1 else None


def _group_of(name: str) -> str:
    if re.search("直属|所属|下属|基层", name):
        return SUBORDINATE
    return INTERNAL if re.search("[科股处部]室|科|股|处|部门", name) else EVERYONE


def _look_alike(name: str, departments: Iterable[Department]) -> Department | None:
    """A department whose name has the signs of this one in the same order, or the other way round (党政办, 党政办公室)."""
    plain = SIGNS.sub("", name)
    near = [one for one in departments if len(plain) > 1 and (_within(plain, one.name) or _within(one.short_name or one.name, plain))]
    return near[0] if len(near) == 1 else None


def _within(short: str, long: str) -> bool:
    rest = iter(long)
    return all(sign in rest for sign in short)


def persons_by_name(users: Iterable[User]) -> dict[str, User]:
    """Accounts by name; two people of the same name are nobody, since the plan does not say which."""
    by_name: dict[str, User | None] = {}
    for user in users:
        by_name[user.full_name] = None if user.full_name in by_name else user
    return {name: user for name, user in by_name.items() if user is not None}


def person_in(name_or_post: str, by_name: dict[str, User]) -> User | None:
    """The account whose name ends "局党组书记、局长某某"."""
    return next((by_name[name_or_post[-length:]] for length in (4, 3, 2) if name_or_post[-length:] in by_name), None)
