"""`search/`: everything that the caller may see, as the search of the pages finds it."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from reports import limits, rules
from reports.api.progress import unread
from reports.forms.search import SearchForm
from reports.search import GROUPS, KINDS, Group, Hit, find, shown
from themes.asking import require_changed, require_known

MOST = 50  # hits of a group


class HitOutput(serializers.Serializer):
    kind = serializers.ChoiceField(choices=list(KINDS))
    key = serializers.CharField(help_text="The code or id, as in the other routes; of a help topic, its anchor.")
    title = serializers.CharField(
        allow_blank=True, help_text="In the language of the request, if it has been written in it."
    )
    url = serializers.CharField(help_text="The address of its page on this site.")
    passage = serializers.CharField(
        allow_blank=True,
        help_text="Where the words stand or, if they are all in the title, what it is about. Plain text.",
    )
    by_code = serializers.BooleanField(help_text="Its code was typed.")
    spelt = serializers.ListField(
        child=serializers.CharField(), help_text="Words that were typed with an error, as they are spelt here."
    )


class GroupOutput(serializers.Serializer):
    group = serializers.ChoiceField(choices=list(GROUPS))
    total = serializers.IntegerField(help_text="Results in this group to which the caller has access.")
    results = HitOutput(many=True, help_text=f"The best {MOST}, the best first.")


class SearchOutput(serializers.Serializer):
    q = serializers.CharField(allow_blank=True)
    nearest = serializers.CharField(allow_blank=True, help_text="If nothing was found: what may have been meant.")
    groups = GroupOutput(many=True, help_text="The group with the best result first.")


Q = OpenApiParameter(
    "q", str, required=True, description=f"Words, a name or a code; at most {limits.SEARCH} characters."
)
ONLY = OpenApiParameter("only", str, enum=list(GROUPS), description="One group.")


@extend_schema(parameters=[Q, ONLY], responses=SearchOutput)
@api_view(["GET"])
def search(request: Request) -> Response:
    """Search everything to which the caller has access, in every language, whatever the accents and endings; a typing error is
    forgiven."""
    require_changed(request)
    form = SearchForm(request.query_params)
    require_known(request, form.fields)
    if not form.is_valid():
        raise unread(form)
    results = find(rules.standing(request.user), form.cleaned_data["q"])
    asked = form.cleaned_data["only"]
    groups = [group for group in results.whole_groups if asked in ("", group.name)]
    answer = {"q": results.typed, "nearest": results.nearest, "groups": [group_output(group) for group in groups]}
    return Response(answer)


def group_output(group: Group) -> dict[str, Any]:
    return {"group": group.name, "total": group.total, "results": [hit_output(hit) for hit in group.hits[:MOST]]}


def hit_output(hit: Hit) -> dict[str, Any]:
    one = shown(hit)
    return {
        "kind": hit.entry.kind,
        "key": hit.entry.key,
        "title": hit.entry.title.text,
        "url": hit.entry.url,
        "passage": one.plain_passage,
        "by_code": hit.by_code,
        "spelt": one.spelt,
    }
