"""Settings, start-up and schedule of the whole product.

Importing this package swaps SQLite first: every entry point (manage.py, wsgi, Celery, tests) reaches
``config.settings`` through here before Django can load the standard library's older ``sqlite3``. It also makes our
Celery application the current one, so that a page can ring a job's door by name.
"""

from config import sqlite_gate

sqlite_gate.swap()

from config.celery import app as celery_app  # noqa: E402  the swap above has to come first

__all__ = ["celery_app"]
