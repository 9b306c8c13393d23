"""What the guides rest on: every source, and where it is cited."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from articles.models import Reference
from articles.policy import ReferenceKind

# In the order in which we trust them; a label binds, a leaflet explains.
KINDS = {
    ReferenceKind.LABEL: _("Official labels of medicines"),
    ReferenceKind.GUIDELINE: _("Guidelines"),
    ReferenceKind.REVIEW: _("Reviews of many studies"),
    ReferenceKind.TRIAL: _("Trials"),
    ReferenceKind.STUDY: _("Other studies"),
    ReferenceKind.AGENCY: _("Public agencies and societies"),
    ReferenceKind.LAW: _("Laws and rules"),
    ReferenceKind.PATIENT_INFORMATION: _("Information for patients"),
}


class ReferenceList(TemplateView):
    template_name = "articles/reference_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cited = [each for each in Reference.objects.with_guides(kwargs["language"]) if each.cited]
        cited.sort(key=lambda each: (each.publisher.casefold(), -(each.year or 0)))
        groups = [(kind, title, [each for each in cited if each.kind == kind]) for kind, title in KINDS.items()]
        return super().get_context_data(groups=[group for group in groups if group[2]], **kwargs)
