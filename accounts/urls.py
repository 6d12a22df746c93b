"""Addresses of the app, grouped by noun."""

from django.urls import path

from accounts.views import profile, session

app_name = "accounts"
urlpatterns = [
    # sessions
    path("sign-in/", session.sign_in, name="sign_in"),
    path("sign-in/demo/", session.demo_sign_in, name="demo_sign_in"),
    path("sign-out/", session.sign_out, name="sign_out"),
    path("language/", session.set_language, name="set_language"),
    # passwords
    path("passwords/set/<str:token>/", session.set_password, name="set_password"),
    path("passwords/change/", profile.change_password, name="change_password"),
    # the person signed in
    path("me/", profile.me, name="me"),
]
