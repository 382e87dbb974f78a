from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def mail_is_safe(app_configs, **kwargs) -> list[Error]:
    """The demonstration's mail catcher is on the same machine; anything else speaks TLS from the first byte, or before
    anything of ours is said (STARTTLS; without it no line is opened)."""
    smtp = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    near = settings.EMAIL_HOST in {"localhost", "127.0.0.1", "::1"}
    if smtp and not near and not (settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS):
        hint = "EMAIL_URL=smtp+ssl://… or smtp+starttls://…"
        return [Error("Mail would leave without TLS.", hint=hint, id="outbox.E001")]
    return []
