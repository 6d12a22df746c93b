"""Doors for browsers: load the visible, bind, call a service, render."""
