"""The browser, for the journeys."""

from tests.browser import browser_type_launch_args, come_in, desk, page, watch

__all__ = ["browser_type_launch_args", "come_in", "desk", "page", "watch"]
