"""What an address of the API may ask: every parameter is known, given once and read, or refused with its name."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.views import APIView

OF_A_PAGE = ("page", "page_size")
EVERYWHERE = (api_settings.URL_FORMAT_OVERRIDE,)


def require_known(request: Request, names: Collection[str] = ()) -> None:
    """Raises ValidationError naming each parameter that there is not, or that is given more than once."""
    problems = {}
    for name, values in request.query_params.lists():
        if name not in names and name not in EVERYWHERE:
            problems[name] = [_("There is no parameter with this name.")]
        elif len(values) > 1:
            problems[name] = [_("Give this parameter only once.")]
    if problems:
        raise serializers.ValidationError(problems)


class Unchanged(exceptions.APIException):
    """The asker holds the answer already (304)."""

    status_code = 304


def require_changed(request: Request) -> None:
    """Raises Unchanged. The site gives a request that reads its `is_unchanged`, for who is signed in by then."""
    is_unchanged = getattr(request._request, "is_unchanged", None)
    if is_unchanged and is_unchanged():
        raise Unchanged


# A comment, for a docstring would be the description of every operation below it that has none.
# A viewset that takes the filters and the pages of its list, and nothing else.
class KnownQuery(APIView):
    action: str

    def initial(self, request: Request, *args, **kwargs) -> None:
        super().initial(request, *args, **kwargs)
        require_changed(request)
        require_known(request, self.query_names())

    def query_names(self) -> Collection[str]:
        if self.action != "list":
            return ()
        filters = getattr(self, "filterset_class", None)
        return (*OF_A_PAGE, *(filters.base_filters if filters else getattr(self, "filterset_fields", ())))


class Pages(PageNumberPagination):
    """`{"count", "next", "previous", "results"}`; `?page_size=` up to the setting MAX_PAGE_SIZE."""

    page_size_query_param = "page_size"
    max_page_size = api_settings.user_settings["MAX_PAGE_SIZE"]

    def paginate_queryset(self, queryset, request, view=None):
        wrong = {}
        for name, most in (("page", None), ("page_size", self.max_page_size)):
            if name in request.query_params and not is_count(request.query_params[name], most):
                wrong[name] = [
                    _("Enter a whole number from 1 to %(most)d.") % {"most": most}
                    if most
                    else _("Enter a whole number, 1 or higher.")
                ]
        if wrong:
            raise serializers.ValidationError(wrong)
        return super().paginate_queryset(queryset, request, view)

    def get_schema_operation_parameters(self, view):
        parameters = super().get_schema_operation_parameters(view)
        for row in parameters:
            row["schema"]["minimum"] = 1
            if row["name"] == self.page_size_query_param:
                row["schema"]["maximum"] = self.max_page_size
        return parameters


def is_count(written: str, most: int | None) -> bool:
    if not (written.isascii() and written.isdecimal() and len(written) < 10):
        return False
    return 1 <= int(written) <= (most or int(written))
