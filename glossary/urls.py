"""The addresses of the glossary, included once for each language."""

from django.urls import path

from glossary import views

SITE = [
    path("glossary/", views.TermList.as_view(), name="glossary"),
    path("glossary/<slug:slug>/", views.TermDetail.as_view(), name="term"),
]
