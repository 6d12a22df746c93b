"""Addresses of the app, grouped by noun."""

from django.urls import URLPattern, path, re_path

from tasks.views import break_down, indicators, occurrences, plan, planning, tasks

app_name = "tasks"
urlpatterns: list[URLPattern] = [
    # plan
    path("plan/", plan.plan, name="plan"),
    # planning: from the plan's text to tasks
    path("plans/<int:pk>/review/", planning.plan_review, name="plan_review"),
    path("plans/<int:pk>/findings/add/", planning.finding_add, name="finding_add"),
    path("plans/<int:pk>/findings/<str:key>/", planning.finding_edit, name="finding_edit"),
    re_path(r"^plans/(?P<pk>\d+)/findings/(?P<key>[a-z0-9]+)/(?P<verb>settle|drop|restore|adopt)/$", planning.finding_mark, name="finding_mark"),
    path("plans/<int:pk>/departments/", planning.department_decide, name="department_decide"),
    path("plans/<int:pk>/confirm/", planning.plan_confirm, name="plan_confirm"),
    path("plan/break-down/", break_down.break_down, name="break_down"),
    path("tasks/<int:pk>/break-down/", break_down.break_down_task, name="break_down_task"),
    path("plan/launch/", break_down.launch, name="launch"),
    # tasks
    path("tasks/", tasks.task_list, name="task_list"),
    path("tasks/add/", tasks.task_add, name="task_add"),
    path("tasks/<int:pk>/", tasks.task_detail, name="task_detail"),
    path("tasks/<int:pk>/edit/", tasks.task_edit, name="task_edit"),
    path("tasks/<int:pk>/bin/", tasks.task_bin, name="task_bin"),
    path("tasks/<int:pk>/restore/", tasks.task_restore, name="task_restore"),
    path("tasks/<int:pk>/indicators/", tasks.task_indicators, name="task_indicators"),
    # occurrences
    path("occurrences/<int:pk>/", occurrences.occurrence_detail, name="occurrence_detail"),
    path("occurrences/<int:pk>/move/", occurrences.occurrence_move, name="occurrence_move"),
    path("parts/<int:pk>/waive/", occurrences.part_waive, name="part_waive"),
    path("parts/<int:pk>/ask-again/", occurrences.part_ask_again, name="part_ask_again"),
    # indicators
    path("indicators/", indicators.indicator_list, name="indicator_list"),
    path("indicators/<int:pk>/tasks/", indicators.indicator_map, name="indicator_map"),
]
