from celery import shared_task


@shared_task(ignore_result=True)
def pulse() -> None:
    """Does nothing: that it arrives is the sign that the worker still takes tasks (config/watchdog.py)."""
