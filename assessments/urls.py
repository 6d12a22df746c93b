"""Addresses of the app, grouped by noun."""

from django.urls import URLPattern

app_name = "assessments"
urlpatterns: list[URLPattern] = []
