"""Everything shipped to browsers is understood by Chromium 90, the kernel of the secure browsers on many desks."""

from __future__ import annotations

import re
from pathlib import Path

import django_htmx
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)

CSS_TOO_NEW = {
    "color-mix()": r"color-mix\(",
    "newer colour functions": r"\b(?:oklch|oklab|lch|lab|hwb|light-dark)\(",
    ":has()": r":has\(",
    "@layer": r"@layer\b",
    "@container": r"@container\b|container-type\s*:",
    "@property, @scope, @starting-style": r"@(?:property|scope|starting-style)\b",
    "dvh, svh, lvh": r"\b\d+(?:\.\d+)?(?:[dsl]v[hwib]|[dsl]vmin|[dsl]vmax)\b",
    "accent-color": r"[;{]\s*accent-color\s*:",
    "range syntax of media queries": r"@media[^{]*[<>]",
    "single transform properties": r"[;{]\s*(?:translate|rotate|scale)\s*:",
    "text-wrap": r"[;{]\s*text-wrap(?:-style)?\s*:",
    "subgrid": r"\bsubgrid\b",
    "inert scrollbars": r"\bscrollbar-(?:gutter|color)\s*:",
}
JS_TOO_NEW = {
    "structuredClone": r"\bstructuredClone\b",
    "Array.at": r"\.at\(",
    "Object.hasOwn": r"\bObject\.hasOwn\b",
    "Object.groupBy": r"\b(?:Object|Map)\.groupBy\b",
    "findLast": r"\.findLast(?:Index)?\(",
    "toSorted and friends": r"\.(?:toSorted|toReversed|toSpliced)\(",
    "Array.fromAsync": r"\bArray\.fromAsync\b",
    "class static block": r"\bstatic\s*\{",
    "crypto.randomUUID": r"\brandomUUID\b",
    "AbortSignal.timeout": r"\bAbortSignal\.(?:timeout|any)\b",
    "regular expression flags d and v": r"/[gimsuy]*[dv][gimsuy]*\.(?:test|exec)\(",
    "Error cause": r"new Error\([^)]*,\s*\{\s*cause\b",
    "import() and top-level await": r"^(?:await|import)\b",
    "private name in an object": r"#\w+ in \b",
    "setHTML, Sanitizer": r"\.setHTML\(|\bSanitizer\b",
    "Promise.withResolvers": r"\bwithResolvers\b",
    "showPicker": r"\.showPicker\(",
    "navigation API": r"\bwindow\.navigation\b|\bstartViewTransition\(",
}
GUARDED = {
    "htmx-2.min.js": {"navigation API"},  # asks first whether document.startViewTransition is there
}
"""Names that stand in a shipped file behind a question whether the browser knows them."""


def shipped() -> list[Path]:
    """Our own files, and those of packages that the allow-list serves."""
    own = [p for p in (ROOT / "static").rglob("*") if p.suffix in {".css", ".js"}]
    packages = [p for name, patterns in settings.NPM_FILE_PATTERNS.items() for q in patterns for p in (ROOT / "node_modules" / name).glob(q)]
    htmx = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
    return [*own, *(p for p in packages if p.suffix in {".css", ".js"}), htmx]


def bare(text: str) -> str:
    """The code without comments and without the contents of strings, so that words about a feature are not the feature."""
    pattern = r"/\*.*?\*/|(?<![:\\\w'\"])//[^\n]*|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\""
    return re.sub(pattern, lambda m: "''" if m[0][0] in "'\"" else " ", text, flags=re.S)


def nested(css: str) -> list[str]:
    """Selectors inside a rule: a brace opened where another rule, not an at-rule, is still open."""
    found, open_rules = [], []
    for match in re.finditer(r"([^{};]*)([{}])", css):
        head, brace = match[1].strip(), match[2]
        if brace == "}":
            open_rules = open_rules[:-1]
            continue
        if open_rules and not open_rules[-1].startswith("@"):
            found.append(head[-60:])
        open_rules.append(head or "@block")
    return found


def too_new(path_name: str, text: str) -> list[str]:
    """Names of everything in the text that Chromium 90 does not know."""
    code = bare(text)
    if path_name.endswith(".css"):
        names = [name for name, pattern in CSS_TOO_NEW.items() if re.search(pattern, code)]
        return names + [f"nesting: {head}" for head in nested(code)]
    names = [name for name, pattern in JS_TOO_NEW.items() if re.search(pattern, code, re.M)]
    return [name for name in names if name not in GUARDED.get(path_name, set())]


@pytest.mark.parametrize("path", shipped(), ids=lambda p: p.name)
def test_a_shipped_file_holds_nothing_newer_than_chromium_90(path):
    assert too_new(path.name, path.read_text(encoding="utf-8")) == []


def test_the_check_sees_our_files_and_those_of_packages():
    names = {p.name for p in shipped()}
    assert {"tokens.css", "app.js", "bootstrap.min.css", "bootstrap.bundle.min.js", "htmx-2.min.js"} <= names


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.css", ".a { color: color-mix(in srgb, red, blue) }"),
        ("a.css", ".a:has(.b) { color: red }"),
        ("a.css", "@layer base { .a { color: red } }"),
        ("a.css", ".a { .b { color: red } }"),
        ("a.css", "@media print { .a { &:hover { color: red } } }"),
        ("a.css", ".a { height: 100dvh }"),
        ("a.css", "@media (width >= 600px) { .a { color: red } }"),
        ("a.js", "const last = rows.at(-1);"),
        ("a.js", "const copy = structuredClone(row);"),
        ("a.js", "class A { static { A.n = 1; } }"),
        ("a.js", "await start();"),
        ("a.js", "const id = crypto.randomUUID();"),
    ],
)
def test_the_check_turns_red_at_each_newer_thing(name, text):
    assert too_new(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.css", "/* no :has() here */ .a::after { content: 'color-mix()' } @media (max-width: 600px) { .a { color: red } }"),
        ("a.js", "// structuredClone is too new\nclass A { #n = 1; get n() { return this.#n ?? 0; } } const s = 'x.at(1)'.replaceAll('a', 'b'); a ||= 1;"),
    ],
)
def test_the_check_stays_green_at_what_chromium_90_knows(name, text):
    assert too_new(name, text) == []
