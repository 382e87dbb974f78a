from django.urls import path

from inspections.call_outs import views as call_outs

urlpatterns = [
    path("inspection/<uuid:public_id>/call-a-colleague/", call_outs.call_a_colleague, name="call-a-colleague"),
]
