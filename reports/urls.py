"""Addresses of the app, grouped by noun."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from reports.views import dossiers, inspect, links
from reports.views.desk import desk
from reports.views.leadership import leadership


class Whole(StringConverter):
    """Which whole file of an archive: the PDF or the ZIP."""

    regex = "pdf|zip"


register_converter(Whole, "whole")

app_name = "reports"
urlpatterns = [
    # dashboards
    path("", desk, name="desk"),
    path("leadership/", leadership, name="leadership"),
    # archives
    path("dossiers/", dossiers.dossier_list, name="dossier_list"),
    path("dossiers/add/", dossiers.dossier_add, name="dossier_add"),
    path("dossiers/<int:pk>/", dossiers.dossier_detail, name="dossier_detail"),
    path("dossiers/<int:pk>/progress/", dossiers.dossier_progress, name="dossier_progress"),
    path("dossiers/<int:pk>/cancel/", dossiers.dossier_cancel, name="dossier_cancel"),
    path("dossiers/<int:pk>/download/<whole:which>/", dossiers.dossier_download, name="dossier_download"),
    path("dossiers/<int:pk>/files/<int:entry_pk>/", dossiers.dossier_file, name="dossier_file"),
    path("dossiers/<int:pk>/files/<int:entry_pk>/original/", dossiers.dossier_original, name="dossier_original"),
    # links for inspectors
    path("dossiers/<int:pk>/links/add/", links.link_add, name="link_add"),
    path("links/<int:pk>/", links.link_detail, name="link_detail"),
    path("links/<int:pk>/revoke/", links.link_revoke, name="link_revoke"),
    # what an inspector opens, without an account
    path("inspect/<str:token>/", inspect.inspect, name="inspect"),
    path("inspect/<str:token>/download/<whole:which>/", inspect.inspect_download, name="inspect_download"),
    path("inspect/<str:token>/files/<int:entry_pk>/", inspect.inspect_file, name="inspect_file"),
    path("inspect/<str:token>/files/<int:entry_pk>/original/", inspect.inspect_original, name="inspect_original"),
]
