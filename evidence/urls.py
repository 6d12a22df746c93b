"""Addresses of the app, grouped by noun."""

from django.urls import URLPattern

app_name = "evidence"
urlpatterns: list[URLPattern] = []
