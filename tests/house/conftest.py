"""The browser, for the pages of the house."""

from tests.browser import browser_type_launch_args, come_in, desk, page, watch

__all__ = ["browser_type_launch_args", "come_in", "desk", "page", "watch"]
