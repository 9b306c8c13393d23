"""Every address of the site: English at the root, Spanish under /es/."""

from django.urls import include, path

from articles.models import data_block
from articles.policy import Language
from articles.sharing import linked_data
from articles.urls import INFOBUTTON, PICTURES
from articles.urls import SITE as GUIDES
from glossary import urls as glossary
from naltrexone_site import offline, views
from naltrexone_site.styleguide import Styleguide

SITE = [
    *GUIDES,
    *glossary.site(
        term=lambda term: data_block(linked_data.of_term(term)),
        terms=lambda terms: data_block(linked_data.of_terms(terms)),
    ),
    path("about/", views.About.as_view(), name="about"),
    path("privacy/", views.Privacy.as_view(), name="privacy"),
    path("keep/", offline.Keep.as_view(), name="keep"),
    path("keep/offline/", offline.Offline.as_view(), name="offline"),
    path("keep/removed/", offline.removed, name="removed"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("accessibility/", views.Accessibility.as_view(), name="accessibility"),
]

urlpatterns = [
    path("sitemap.xml", views.sitemap),
    path("robots.txt", views.robots),
    path("worker.js", offline.worker),
    path("keep/edition.json", offline.edition),
    path("keep/<slug:name>.json", offline.pack),
    path("styleguide/", Styleguide.as_view()),
    path(".well-known/security.txt", views.security),
    *PICTURES,
    *INFOBUTTON,
    path("es/", include((SITE, "es")), {"language": Language.ES}),
    path("", include((SITE, "en")), {"language": Language.EN}),
]

handler400 = "naltrexone_site.pages.bad_request"
handler404 = "naltrexone_site.pages.not_found"
handler500 = "naltrexone_site.pages.server_error"
