"""Addresses of the app, grouped by noun."""

from django.urls import path

from reports.views.desk import desk
from reports.views.leadership import leadership

app_name = "reports"
urlpatterns = [
    # dashboards
    path("", desk, name="desk"),
    path("leadership/", leadership, name="leadership"),
    # archives
    # links for inspectors
]
