"""Addresses of the app, grouped by noun."""

from django.urls import URLPattern

app_name = "tasks"
urlpatterns: list[URLPattern] = [
    # plan
    # planning: from the plan's text to tasks
    # tasks
    # occurrences
    # indicators
]
