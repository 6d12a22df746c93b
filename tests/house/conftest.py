"""The browser, for the pages of the house."""

from tests.browser import brought_along, browser_type_launch_args, come_in, desk, page, watch

__all__ = ["brought_along", "browser_type_launch_args", "come_in", "desk", "page", "watch"]
