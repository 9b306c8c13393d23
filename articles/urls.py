"""The addresses of guides. `SITE` is included once for each language; it gives every view its `language`."""

from django.urls import path

from articles import addresses, views
from articles.finding import views as finding
from articles.sharing import (
    api,
    citing,
    corrections,
    handout,
    knowledge,
    papers,
    qr_codes,
    share_images,
    sources,
    syndication,
)

SITE = [
    path("", views.Hub.as_view(), name="hub"),
    path("guides/", views.ArticleList.as_view(), name="guides"),
    *(path(f"guides/{slug}/", views.ApartAsGuide.as_view(), {"slug": slug}) for slug in addresses.APART),
    path("guides/<slug:slug>.md", views.ArticleSource.as_view(), name="guide-source"),
    path("guides/<slug:slug>/", views.ArticleDetail.as_view(), name="guide"),
    path("guides/<slug:slug>/qr.svg", qr_codes.guide_code, name="guide-code"),
    path("guides/<slug:slug>/qr-print.svg", qr_codes.guide_print_code, name="guide-print-code"),
    path("guides/<slug:slug>/cite.ris", citing.ris, name="guide-ris"),
    path("guides/<slug:slug>/cite.bib", citing.bibtex, name="guide-bibtex"),
    path("share/<slug:digest>.png", share_images.site_image, name="share-image"),
    path("share/<slug:digest>/<slug:slug>.png", share_images.guide_image, name="guide-share-image"),
    *(path(f"{slug}/", views.Apart.as_view(), {"slug": slug}, name=slug) for slug in addresses.APART),
    path("tags/<slug:slug>/", views.TagDetail.as_view(), name="tag"),
    path("search/", finding.Search.as_view(), name="search"),
    path("search/suggestions.js", finding.suggested, name="suggestions"),
    path("handout/", handout.Handout.as_view(), name="handout"),
    path("handout/codes/<slug:slug>/<slug:section>.svg", qr_codes.section_print_code, name="section-print-code"),
    path("handout/checklist/", papers.Checklist.as_view(), name="checklist"),
    path("handout/card/", papers.Card.as_view(), name="card"),
    path("references/", sources.ReferenceList.as_view(), name="references"),
    path("corrections/", corrections.Corrections.as_view(), name="corrections"),
    path("corrections/feed.xml", corrections.feed, name="corrections-feed"),
    path("api/v1/guides/", api.guides, name="api-guides"),
    path("api/v1/guides/<slug:slug>/", api.guide, name="api-guide"),
    path("api/v1/terms/", api.terms, name="api-terms"),
    path("api/v1/references/", api.references, name="api-references"),
    path("api/v1/corrections/", api.corrections, name="api-corrections"),
    path("api/v1/openapi.json", api.openapi, name="api-description"),
    path("llms.txt", syndication.summary, name="summary"),
    path("feed.xml", syndication.feed, name="feed"),
    path("changes/feed.xml", syndication.changes, name="changes"),
]
INFOBUTTON = [path("infobutton/", knowledge.infobutton, name="infobutton")]
PICTURES = [
    path("images/made/<str:name>", views.RenditionFile.as_view(), name="rendition"),
    path("images/<str:name>", views.PictureFile.as_view(), name="picture"),
]
