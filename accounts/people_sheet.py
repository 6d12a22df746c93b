"""The one room of openpyxl for people: reads the workbook of departments and people, and writes its template. Touches no row."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from accounts.models import Department, Role
from accounts.people_rows import (
    DEPARTMENT_COLUMNS,
    DEPARTMENTS,
    PEOPLE,
    PEOPLE_COLUMNS,
    Column,
    Fault,
    Line,
    PeopleSheet,
    check_department,
    check_only_once,
    check_person,
    in_all_languages,
    plain,
)

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 20 * 1024 * 1024
"""A workbook is a ZIP; one that unpacks to more than this is an attack or a mistake."""
MAX_ROWS = 2000
MAX_STORED_ROWS = 5 * MAX_ROWS
"""Rows that stand in the file at all, empty ones with a border or colour included."""
MAX_COLUMNS = 40
LAST_ROW = 1_048_576
"""Excel's own; a cell that claims to stand lower is left out, so a forged number cannot keep us counting."""
HEADINGS_WITHIN = 5

# What openpyxl raises on files that only pretend to be workbooks; it has no error of its own for them.
BROKEN = (
    *(InvalidFileException, zipfile.BadZipFile, zlib.error, KeyError, IndexError, ValueError),
    *(TypeError, AttributeError, SyntaxError, EOFError, OSError, RuntimeError),
)


def read(file: BinaryIO) -> PeopleSheet:
    """Read the workbook; faults of form are collected, never raised. Whether names exist in the product is not asked here."""
    found = PeopleSheet()
    fault = _unfit(file)
    if fault:
        found.faults.append(Fault("", 0, "", fault))
        return found
    try:
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        departments = list(_lines(book, DEPARTMENTS, DEPARTMENT_COLUMNS, found.faults, needed=False))
        people = list(_lines(book, PEOPLE, PEOPLE_COLUMNS, found.faults, needed=True))
    except BROKEN:
        found.faults.append(Fault("", 0, "", _("The file cannot be read as an Excel workbook; open it in Excel or WPS and save it as .xlsx.")))
        return found
    found.departments = [Line(line.row, check_department(line, found.faults)) for line in departments]
    found.people = [Line(line.row, check_person(line, found.faults)) for line in people]
    check_only_once(found.departments, "name", DEPARTMENTS, DEPARTMENT_COLUMNS, found.faults)
    check_only_once(found.people, "username", PEOPLE, PEOPLE_COLUMNS, found.faults)
    if not found.people and not found.departments and not found.faults:
        found.faults.append(Fault("", 0, "", _("The workbook has no filled row.")))
    return found


def _unfit(file: BinaryIO) -> str:
    """Why the bytes are no workbook we open at all, or nothing. Looks at the directory of the ZIP only."""
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(0)
    if not size:
        return _("The file is empty.")
    if size > MAX_BYTES:
        return _("The file is larger than 5 MB.")
    try:
        entries = zipfile.ZipFile(file).infolist()
    except BROKEN:
        return _("This is not an .xlsx workbook (or it is protected by a password); open it in Excel or WPS and save it as .xlsx.")
    finally:
        file.seek(0)
    if len(entries) > 1000 or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        return _("The workbook unpacks to far more than a list of people needs; copy the rows into a fresh template.")
    return ""


def _lines(book: Any, title: Promise, columns: tuple[Column, ...], faults: list[Fault], *, needed: bool) -> Iterator[Line]:
    """Filled rows below the headings, which stand in any order in one of the first five rows."""
    names = in_all_languages(title)
    sheet = next((sheet for sheet in book.worksheets if plain(sheet.title) in names), None)
    if sheet is None:
        if needed:
            faults.append(Fault(str(title), 0, "", _("The workbook has no sheet “%(sheet)s”; start from the template.") % {"sheet": title}))
        return
    places: dict[str, int] = {}
    filled = stored = 0
    gap: Any = None
    sheet.reset_dimensions()  # what the file says of its own size need not be true
    for number, cells in enumerate(sheet.iter_rows(max_row=LAST_ROW, max_col=MAX_COLUMNS), start=1):
        if cells is gap:
            continue  # openpyxl gives one and the same tuple for rows that are not in the file; there may be a million of them
        gap, stored = cells, stored + 1
        if filled == MAX_ROWS and _is_filled(cells) or stored > MAX_STORED_ROWS:
            faults.append(Fault(str(title), 0, "", _("Sheet “%(sheet)s” has more than %(count)d rows; split the file.") % {"sheet": title, "count": MAX_ROWS}))
            return
        if not places:
            places = _places(cells, columns)
            if number >= HEADINGS_WITHIN and not places:
                break
            continue
        values = {key: _value(cells[at], number, title, columns, key, faults) for key, at in places.items() if at < len(cells)}
        if any(value not in ("", None) for value in values.values()):
            filled += 1
            yield Line(number, values)
    if not places:
        lacks = {"sheet": title, "wanted": "、".join(str(column.heading) for column in columns if column.required)}
        faults.append(Fault(str(title), 0, "", _("Sheet “%(sheet)s” lacks the headings %(wanted)s; start from the template.") % lacks))


def _is_filled(cells: tuple) -> bool:
    return any(cell.value not in ("", None) for cell in cells)


def _places(cells: tuple, columns: tuple[Column, ...]) -> dict[str, int]:
    """Where each column stands, when this row is the row of headings; else nothing."""
    heads = {plain(str(cell.value)): at for at, cell in reversed(list(enumerate(cells))) if cell.value is not None}
    places = {}
    for column in columns:
        for spelling in in_all_languages(column.heading):
            if spelling in heads:
                places[column.key] = heads[spelling]
    return places if all(column.key in places for column in columns if column.required) else {}


def _value(cell: Any, row: int, title: Promise, columns: tuple[Column, ...], key: str, faults: list[Fault]) -> Any:
    """The cell as text, or as a date where it holds one; a formula is a fault, because its result is not in our hands."""
    column = next(column for column in columns if column.key == key)
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        faults.append(Fault(str(title), row, str(column.heading), _("there is a formula or an error value; paste the value as text.")))
        return "?"
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a telephone number typed as a number
    text = str(value).strip()
    if column.limit and len(text) > column.limit:
        sizes = {"length": len(text), "limit": column.limit}
        faults.append(Fault(str(title), row, str(column.heading), _("the text has %(length)d characters, at most %(limit)d fit.") % sizes))
        return text[: column.limit]
    return text


def template(departments: Iterable[Department]) -> bytes:
    """The empty workbook to be filled in: a line of advice, headings, drop-downs; the departments there are stand in it already."""
    book = Workbook()
    first = book.active
    known = [[row.name, row.short_name, str(row.get_kind_display()), row.parent.name if row.parent else ""] for row in departments]
    advice = _("One department a row. Those listed exist already and stay as they are; add new ones below. * must be filled in.")
    _write_sheet(first, str(DEPARTMENTS), advice, DEPARTMENT_COLUMNS, known)
    people = book.create_sheet()
    advice = _("One person a row. Several roles with 、 between them. Days like 2026-03-01; empty means without limit. * must be filled in.")
    _write_sheet(people, str(PEOPLE), advice, PEOPLE_COLUMNS, [])
    names = f"'{DEPARTMENTS}'!$A$3:$A${MAX_ROWS + 2}"
    _drop_down(first, "C", '"' + ",".join(map(str, Department.Kind.labels)) + '"')
    _drop_down(first, "D", names)
    _drop_down(people, "C", names)
    _drop_down(people, "D", '"' + ",".join(map(str, Role.labels)) + '"', strict=False)  # several may be written
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_sheet(sheet: Any, title: str, advice: str, columns: tuple[Column, ...], rows: list[list[str]]) -> None:
    sheet.title = title
    _write(sheet, 1, 1, advice).alignment = Alignment(wrap_text=True, vertical="center")
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(columns))
    sheet.row_dimensions[1].height = 36
    for at, column in enumerate(columns, start=1):
        head = _write(sheet, 2, at, f"{column.heading}{' *' if column.required else ''}")
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="EDF3FC")
        sheet.column_dimensions[get_column_letter(at)].width = column.width
        sheet.column_dimensions[get_column_letter(at)].number_format = "@"  # telephone numbers and days stay as typed
    for number, row in enumerate(rows, start=3):
        for at, text in enumerate(row, start=1):
            _write(sheet, number, at, text)
    sheet.freeze_panes = "A3"


def _write(sheet: Any, row: int, column: int, text: str) -> Any:
    """Text as text: a name that begins with = must not become a formula on somebody's desk."""
    cell = sheet.cell(row=row, column=column, value=text or None)
    if text:
        cell.data_type = "s"
    cell.number_format = "@"
    return cell


def _drop_down(sheet: Any, letter: str, source: str, *, strict: bool = True) -> None:
    choices = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=strict)
    sheet.add_data_validation(choices)
    choices.add(f"{letter}3:{letter}{MAX_ROWS + 2}")
