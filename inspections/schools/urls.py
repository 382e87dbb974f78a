"""The addresses of windows: `inspections.urls` takes them in."""

from django.urls import path

from inspections.schools.views import window_rules as windows_rules
from inspections.schools.views import windows

urlpatterns = [
    path("window/", windows.window, name="window"),
    path("network/schools/", windows.schools, name="schools"),
    path("network/schools.csv", windows.schools_csv, name="schools-csv"),
    path("network/schools/<uuid:public_id>/", windows.school, name="school"),
    path("network/schools/<uuid:public_id>/window/", windows.school_window_set, name="school-window-set"),
    path("network/window-rules/", windows_rules.window_rules, name="window-rules"),
    path("network/window-rules/<uuid:public_id>/", windows_rules.window_rule_edit, name="window-rule-edit"),
]
