"""Addresses of the app, grouped by noun."""

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    # messages
    path("messages/", views.message_list, name="message_list"),
    path("messages/read/", views.message_read_all, name="message_read_all"),
    path("messages/<int:pk>/", views.message_open, name="message_open"),
]
