"""Every address of the product. Each app owns its own; an address belongs to exactly one."""

from django.conf import settings
from django.urls import include, path

from config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("status", health.status, name="status"),
    path("", include("covenant.urls")),
    path("", include("network.urls")),
    path("", include("outbox.urls")),
    path("", include("buddies.urls")),
    path("", include("directory.urls")),
    path("", include("inspections.urls")),
    path("", include("network.sign_in.urls")),
]

if settings.DEMO:
    urlpatterns += [path("demo/", include("config.demo_urls"))]
