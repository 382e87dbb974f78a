"""config.urls as the demonstration has it."""

from django.urls import include, path

from config.urls import urlpatterns as ours

urlpatterns = [*ours, path("demo/", include("config.demo_urls"))]
