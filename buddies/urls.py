app_name = "buddies"
urlpatterns: list = []
