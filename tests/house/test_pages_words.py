"""Every page speaks Chinese: no English word is left where a person or a screen reader meets it; and English answers, too."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from accounts.log_words import VERBS
from tests.house.ladder import ROLES, kwargs, rows
from tests.house.world import World, make_world

READ_ALOUD = {"title", "aria-label", "aria-description", "placeholder", "alt", "label"}
"""Attributes that somebody sees or hears."""
UNSEEN = {"script", "style", "template"}
RAW = {"code"}
"""With ``translate="no"``: an entry's data as they are stored and hashed, for the audit administrator."""
LATIN = re.compile(r"[A-Za-z][A-Za-z'’]+")
NOT_WORDS = re.compile(
    r"""https?://\S+                              # addresses
      | [\w.+-]+@[\w.-]+                          # e-mail
      | [\w〔〕（）()·-]+\.(?:jpg|jpeg|png|pdf|zip|docx?|txt|xlsx?|heic|webp|mp4|ofd|pptx?)\b   # names of files
      | \b(?:II?I?|T|A|B)-\d+\b                   # codes of indicators and tasks
      | \b[0-9a-f]{16,}\b                         # hashes
      | /inspect/\S+ | /passwords/set/\S+         # links to be copied
      | \b\d+(?:\.\d+)?\s?(?:KB|MB|GB|px|mm|dpi)\b  # sizes""",
    re.VERBOSE | re.IGNORECASE,
)
ALLOWED = {
    # kinds of files and programs that offices call by these names
    **dict.fromkeys(
        ["PDF", "ZIP", "Excel", "Word", "WPS", "OFD", "JPG", "JPEG", "PNG", "HEIC", "WebP", "MP4", "TXT", "CSV", "docx", "txt", "xlsx"], "kind of file"
    ),
    "SHA": "SHA-256, the name of the checksum",
    "DEMO": "the mark of the demo",
    "English": "the language is called so by those who need it",
    "IP": "as in IP 地址",
    "Cookie": "browsers call it so in Chinese, too",
    **dict.fromkeys(["Ctrl", "Shift", "Tab", "Esc"], "keys"),
    **dict.fromkeys(["MB", "KB", "GB"], "units"),
}
APPS = ["accounts", "notifications", "campaigns", "tasks", "evidence", "assessments", "reports"]
USER_DATA = {"lead", "supporter", "head", "staff", "office", "leader", "inspector", "outsider", "sysadmin", "secadmin", "auditor"}
"""Sign-in names of the cast."""


class Words(HTMLParser):
    """Collects what a page says: text, and the attributes that are read aloud or shown by a script."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the attributes that are words."""
        values = {name: value or "" for name, value in attrs}
        if tag in UNSEEN or (tag in RAW and values.get("translate") == "no"):
            self._inside.append(tag)
        for name, value in values.items():
            is_words = name in READ_ALOUD or (name == "value" and tag == "input" and values.get("type") in {"submit", "button"})
            is_spoken_by_a_script = name.startswith("data-") and " " in value and not re.search(r"[#.\[{=>:]", value)
            if is_words or is_spoken_by_a_script or name == "data-confirm":
                self.said.append(value)

    def handle_endtag(self, tag: str) -> None:
        """Leave what nobody sees."""
        if self._inside and tag == self._inside[-1]:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        """Take the text."""
        if not self._inside:
            self.said.append(data)


def english(page: str) -> list[str]:
    """Latin words of the page that have no reason to be there, each with what stands around it."""
    found = []
    for text in Words(page).said:
        rest = NOT_WORDS.sub(" ", text)
        found += [f"{word} in “{' '.join(text.split())[:80]}”" for word in LATIN.findall(rest) if word not in ALLOWED and word not in USER_DATA]
    return found


def is_page(response: HttpResponse) -> bool:
    """Whether people read it in the browser."""
    return not response.streaming and response.get("Content-Type", "").startswith("text/html")


@pytest.fixture
def world(cast, campaign, task, occurrence) -> World:
    return make_world(cast, campaign, task, occurrence)


def every_answer(client: Client, world: World):
    """All addresses with both verbs, an empty form each; what was done is undone."""
    for step in rows():
        url = reverse(step.name, kwargs=kwargs(step.name, world))
        savepoint = transaction.savepoint()
        response = client.get(url, follow=True) if step.verb == "GET" else client.post(url, follow=True)
        transaction.savepoint_rollback(savepoint)
        yield step, response


@pytest.mark.parametrize("role", ["stranger", *ROLES])
def test_no_english_word_is_left_on_any_page(world, client_of, role):
    client = Client() if role == "stranger" else client_of(getattr(world.cast, role))
    left = []
    for step, response in every_answer(client, world):
        if is_page(response):
            left += [f"{step.verb} {step.name} ({response.status_code}): {word}" for word in english(response.content.decode())]
        if role != "stranger" and step.name in {"accounts:sign_out", "accounts:sign_in"}:
            client = client_of(getattr(world.cast, role))
    assert "\n".join(sorted(set(left))) == ""


def test_no_english_word_is_left_on_pages_of_trouble(cast, client_of, settings):
    settings.DEMO = True
    visitor, strict = Client(), Client(enforce_csrf_checks=True)
    for _try in range(5):
        locked = visitor.post(reverse("accounts:sign_in"), {"username": "lead", "password": "wrong"})
    strict.force_login(cast.lead, backend="django.contrib.auth.backends.ModelBackend")
    answers = {
        "locked out": locked,
        "a form too old": strict.post(reverse("accounts:me"), {"phone": "1"}),
        "nothing there": client_of(cast.lead).get("/nowhere/"),
        "a password link that is gone": visitor.get(reverse("accounts:set_password", args=["gone"])),
        "the door of the demo": Client().get(reverse("accounts:sign_in")),
    }
    pages = {name: answer.content.decode() for name, answer in answers.items()} | {"broken": render_to_string("500.html")}
    assert answers["locked out"].status_code in {403, 429}
    assert {name: english(page) for name, page in pages.items() if english(page)} == {}


@pytest.mark.parametrize("role", ["stranger", "lead", "office", "system_admin", "audit_admin"])
def test_every_page_answers_in_english_too(world, client_of, role):
    client = Client() if role == "stranger" else client_of(getattr(world.cast, role))
    client.cookies["django_language"] = "en"
    broken = [f"{step.verb} {step.name}: {response.status_code}" for step, response in every_answer(client, world) if response.status_code >= 500]
    assert broken == []


def test_every_deed_in_the_log_has_a_name_in_words():
    sources = [source.read_text() for app in APPS for source in (Path(settings.BASE_DIR) / app).rglob("*.py")]
    deeds = {deed for source in sources for deed in re.findall(r"audit\.record\(\s*\"(\w+)\"", source)}
    assert len(deeds) > 50
    assert deeds - set(VERBS) == set()


def test_a_forgotten_word_would_be_found():
    assert english('<p>任务 <b>Overdue</b></p><input placeholder="Search here">') == [
        "Overdue in “Overdue”",
        "Search in “Search here”",
        "here in “Search here”",
    ]
    assert english('<script>var english</script><p title="清明.jpg">下载 PDF，II-1，SHA-256，lin@example.test</p>') == []
