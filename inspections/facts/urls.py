from django.urls import path

from inspections.facts import views as facts

urlpatterns = [
    path("network/facts/", facts.facts, name="facts"),
    path("network/facts/<slug:kind>/<uuid:public_id>/", facts.fact_checked, name="fact-checked"),
]
