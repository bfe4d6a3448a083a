"""What the API's own page says of an operation is said of that operation, not of a class that it happens to come from."""

from collections import defaultdict
from inspect import getdoc

import pytest
from drf_spectacular.generators import SchemaGenerator

from actionplan.api import router, urlpatterns

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def descriptions():
    """`{"get /api/v1/activities/": description}` of every operation."""
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    return {
        f"{method} {path}": operation.get("description", "")
        for path, methods in paths.items()
        for method, operation in methods.items()
        if method in METHODS
    }


def inherited() -> set[str]:
    """How the classes describe themselves from which the views of the API inherit."""
    of_addresses = (getattr(entry.callback, "cls", None) for entry in urlpatterns)
    views = {viewset for _prefix, viewset, _name in router.registry} | set(filter(None, of_addresses))
    return {getdoc(base) for view in views for base in view.__mro__[1:] if base.__doc__}


def test_no_operation_has_the_description_of_a_base_class(descriptions):
    bases = inherited()
    assert (len(descriptions) > 40, len(bases) > 5) == (True, True)
    assert [name for name, text in descriptions.items() if text in bases] == []


def test_operations_of_different_resources_are_not_described_alike(descriptions):
    places = defaultdict(set)
    for name, text in descriptions.items():
        places[text].add(name.split("/")[3])
    del places[""]
    assert {text: names for text, names in places.items() if len(names) > 1} == {}
