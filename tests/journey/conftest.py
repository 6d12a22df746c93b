"""The browser, for the journeys."""

from tests.browser import brought_along, browser_type_launch_args, come_in, desk, page, watch

__all__ = ["brought_along", "browser_type_launch_args", "come_in", "desk", "page", "watch"]
