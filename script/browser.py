"""A browser of a few lines: cookies, redirects, forms with their hidden fields; for the smoke trip only."""

import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from email.message import Message
from html.parser import HTMLParser
from http.cookiejar import CookieJar


@dataclass
class Form:
    """A form as the page gives it."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Collects addresses and forms."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take links, forms, and the values that a form would send untouched."""
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        elif tag == "form":
            self.forms.append(Form(values.get("action", ""), values.get("method", "get").lower()))
        elif tag in ("input", "button") and self.forms and "name" in values:
            is_sent = values.get("type") not in ("checkbox", "radio", "file") or "checked" in values
            self.forms[-1].fields.update({values["name"]: values.get("value", "")} if is_sent else {})


@dataclass
class Page:
    """An answer."""

    url: str
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")

    def read(self) -> tuple[list[str], list[Form]]:
        """Addresses of links, and forms."""
        reader = _Reader()
        reader.feed(self.text)
        return reader.links, reader.forms

    def links(self, part: str) -> list[str]:
        """Links whose address contains the part."""
        return [link for link in self.read()[0] if part in link]

    def forms(self, part: str) -> list[Form]:
        """Forms whose action contains the part."""
        return [form for form in self.read()[1] if part in form.action]


class Browser:
    """Goes to one host and nowhere else."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, address: str) -> Page:
        """Open a page, following redirects; a refusal is an answer, too."""
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.base, address)))

    def send(self, page: Page, form: Form, **typed: str) -> Page:
        """Send the page's form with what was typed."""
        address = urllib.parse.urljoin(page.url, form.action)
        data = urllib.parse.urlencode({**form.fields, **typed}).encode()
        return self._open(urllib.request.Request(address, data=data, headers={"Referer": page.url, "Origin": self.base}))

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=60) as answer:
                return Page(answer.url, answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Page(refusal.url or request.full_url, refusal.code, refusal.headers, refusal.read())
