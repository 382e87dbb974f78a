import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# After the application, which sets Django up: from now on this process keeps the public pages.
from config.start import refuse_secrets_that_do_not_fit  # noqa: E402
from network.site import published  # noqa: E402

refuse_secrets_that_do_not_fit()
published.start()
