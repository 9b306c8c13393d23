"""The addresses of guides. `SITE` is included once for each language; it gives every view its `language`."""

from django.urls import path

from articles import syndication, views

SITE = [
    path("", views.Hub.as_view(), name="hub"),
    path("guides/", views.ArticleList.as_view(), name="guides"),
    path("guides/<slug:slug>.md", views.ArticleSource.as_view(), name="guide-source"),
    path("guides/<slug:slug>/", views.ArticleDetail.as_view(), name="guide"),
    path("tags/<slug:slug>/", views.TagDetail.as_view(), name="tag"),
    path("search/", views.Search.as_view(), name="search"),
    path("feed.xml", syndication.feed, name="feed"),
]
PICTURES = [path("images/<str:name>", views.PictureFile.as_view(), name="picture")]
