from django.urls import path

from inspections.terms import views as terms

urlpatterns = [
    path("network/terms/", terms.terms, name="terms"),
    path("network/terms/file/", terms.term_file, name="term-file"),
    path("network/terms/file/apply/", terms.term_file_apply, name="term-file-apply"),
]
