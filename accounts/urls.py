"""Addresses of the app, grouped by noun."""

from django.urls import path

from accounts.views import access, audit, departments, people, people_import, profile, session

app_name = "accounts"
urlpatterns = [
    # sessions
    path("sign-in/", session.sign_in, name="sign_in"),
    path("sign-in/demo/", session.demo_sign_in, name="demo_sign_in"),
    path("sign-out/", session.sign_out, name="sign_out"),
    path("start/", session.start, name="start"),
    path("language/", session.set_language, name="set_language"),
    # passwords
    path("passwords/set/<str:token>/", session.set_password, name="set_password"),
    path("passwords/change/", profile.change_password, name="change_password"),
    # the person signed in
    path("me/", profile.me, name="me"),
    # people
    path("people/", people.person_list, name="person_list"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/import/", people_import.person_import, name="person_import"),
    path("people/template/", people_import.person_template, name="person_template"),
    path("people/<int:pk>/", people.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/delete/", people.person_delete, name="person_delete"),
    path("people/<int:pk>/lock/", access.person_lock, name="person_lock"),
    path("people/<int:pk>/unlock/", access.person_unlock, name="person_unlock"),
    path("people/<int:pk>/reopen/", access.person_reopen, name="person_reopen"),
    path("people/<int:pk>/link/", access.person_link, name="person_link"),
    path("people/<int:pk>/roles/add/", access.role_give, name="role_give"),
    path("roles/<int:pk>/end/", access.role_end, name="role_end"),
    # departments
    path("departments/", departments.department_list, name="department_list"),
    path("departments/add/", departments.department_add, name="department_add"),
    path("departments/<int:pk>/edit/", departments.department_edit, name="department_edit"),
    path("departments/<int:pk>/close/", departments.department_close, name="department_close"),
    path("departments/<int:pk>/reopen/", departments.department_reopen, name="department_reopen"),
    path("departments/<int:pk>/delete/", departments.department_delete, name="department_delete"),
    # the log
    path("audit/", audit.audit_list, name="audit_list"),
]
