"""The doors of the house, one line an app."""

from django.urls import include, path

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("assessments.urls")),
    path("", include("evidence.urls")),
    path("", include("tasks.urls")),
    path("", include("campaigns.urls")),
    path("", include("notifications.urls")),
    path("", include("accounts.urls")),
]

handler404 = "accounts.views.errors.not_found"
handler500 = "accounts.views.errors.server_error"
