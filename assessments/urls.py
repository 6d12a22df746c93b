"""Addresses of the app, grouped by noun."""

from django.urls import path

from assessments import views

app_name = "assessments"
urlpatterns = [
    # inspections
    path("inspections/", views.inspection_list, name="inspection_list"),
    path("inspections/add/", views.inspection_add, name="inspection_add"),
    path("inspections/<int:pk>/edit/", views.inspection_edit, name="inspection_edit"),
    path("inspections/<int:pk>/cancel/", views.inspection_cancel, name="inspection_cancel"),
]
