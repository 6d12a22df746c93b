"""Addresses of the app, grouped by noun."""

from django.urls import include, path

from evidence.views import files, handover, library, records, reviews

app_name = "evidence"

one_record = [
    path("", records.record_detail, name="record_detail"),
    path("edit/", records.record_edit, name="record_edit"),
    path("checks/", records.record_checks, name="record_checks"),
    path("submit/", reviews.record_submit, name="record_submit"),
    path("withdraw/", reviews.record_withdraw, name="record_withdraw"),
    path("approve/", reviews.record_approve, name="record_approve"),
    path("return/", reviews.record_return, name="record_return"),
    path("bin/", records.record_bin, name="record_bin"),
    path("restore/", records.record_restore, name="record_restore"),
    path("indicators/add/", records.record_map, name="record_map"),
    path("indicators/remove/", records.record_unmap, name="record_unmap"),
    path("files/add/", files.file_add, name="file_add"),
]

one_piece = [
    path("", files.evidence_piece, name="evidence_piece"),
    path("edit/", files.evidence_edit, name="evidence_edit"),
    path("replace/", files.file_replace, name="file_replace"),
    path("bin/", files.evidence_bin, name="evidence_bin"),
    path("restore/", files.evidence_restore, name="evidence_restore"),
]

urlpatterns = [
    path("records/", library.record_list, name="record_list"),
    path("records/add/", records.record_add, name="record_add"),
    path("records/bin/", library.bin_list, name="bin"),
    path("records/review/", reviews.review_list, name="review_list"),
    path("records/<int:pk>/", include(one_record)),
    path("evidence/<int:pk>/", include(one_piece)),
    path("files/<int:pk>/", files.file_download, name="file_download"),
    path("files/<int:pk>/preview/", files.file_preview, name="file_preview"),
    # handing over when somebody leaves
    path("people/<int:pk>/hand-over/", handover.hand_over, name="hand_over"),
    path("occurrences/<int:pk>/records/", library.occurrence_panel, name="occurrence_panel"),
]
