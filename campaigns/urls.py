"""Addresses of the app, grouped by noun."""

from django.urls import path

from campaigns.views import campaigns, indicators, organisation, plans

app_name = "campaigns"
urlpatterns = [
    # campaigns
    path("campaigns/", campaigns.campaign_list, name="campaign_list"),
    path("campaigns/add/", campaigns.campaign_add, name="campaign_add"),
    path("campaigns/switch/", campaigns.campaign_switch, name="campaign_switch"),
    # plans as documents
    path("plans/add/", plans.plan_upload, name="plan_upload"),
    path("plans/<int:pk>/", plans.plan_detail, name="plan_detail"),
    path("plans/<int:pk>/file/", plans.plan_download, name="plan_download"),
    # the current campaign: its own data, phases, who leads it, what it is measured by
    path("campaign/edit/", organisation.campaign_edit, name="campaign_edit"),
    path("campaign/phases/", organisation.phase_list, name="phase_list"),
    path("campaign/organisation/", organisation.organisation, name="organisation"),
    path("campaign/organisation/add/", organisation.group_add, name="group_add"),
    path("campaign/organisation/<int:pk>/", organisation.group_edit, name="group_edit"),
    path("campaign/organisation/<int:pk>/remove/", organisation.group_remove, name="group_remove"),
    path("campaign/indicators/", indicators.indicator_choose, name="indicator_choose"),
]
