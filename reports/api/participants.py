"""`progress/participants/`: who was trained, the same figures as on the page."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from reports.api.progress import SELECTION, unread
from reports.forms.selection import ParticipantsForm
from reports.summaries import Trained, TrainedLine, participants
from themes.asking import require_changed, require_known

KNOWN = "Null where none of the training activities gave it."


class TrainedOutput(serializers.Serializer):
    trainings = serializers.IntegerField(help_text="Training activities.")
    women = serializers.IntegerField(allow_null=True, help_text=KNOWN)
    men = serializers.IntegerField(allow_null=True, help_text=KNOWN)
    total = serializers.IntegerField(allow_null=True, help_text=KNOWN)
    no_number = serializers.IntegerField(help_text="Training activities that gave no number of participants.")
    one_number = serializers.IntegerField(
        help_text="Training activities that gave women only or men only; the total has what was given."
    )
    women_only = serializers.IntegerField(help_text="Those of `one_number` that did not give the number of men.")
    men_only = serializers.IntegerField(help_text="Those of `one_number` that did not give the number of women.")


class TrainedLayersOutput(serializers.Serializer):
    """The two layers, which are never added up."""

    verified = TrainedOutput()
    reported = TrainedOutput(help_text="Reported, not yet verified.")


class PlaceTrainedOutput(TrainedLayersOutput):
    place = serializers.CharField(
        help_text="A country code, `several` for training to which several countries agreed, or `regional`."
    )


class YearTrainedOutput(TrainedLayersOutput):
    year = serializers.IntegerField(
        help_text="The year in which the training ended; where it had not ended by that date, in which it began."
    )


class TopicTrainedOutput(TrainedLayersOutput):
    topic = serializers.CharField(allow_null=True, help_text="Null for training that names no topic.")


class AudienceTrainedOutput(TrainedLayersOutput):
    audience = serializers.CharField(allow_null=True, help_text="Null for training that names no audience.")


class ParticipantsOutput(serializers.Serializer):
    as_at = serializers.DateField()
    total = TrainedLayersOutput()
    places = PlaceTrainedOutput(many=True, help_text="They add up to the total.")
    years = YearTrainedOutput(many=True, help_text="They add up to the total.")
    topics = TopicTrainedOutput(
        many=True, help_text="Training with several topics is listed under each of them and counted once in the total."
    )
    audiences = AudienceTrainedOutput(
        many=True,
        help_text="Training with several audiences is listed under each of them and counted once in the total.",
    )


PLACE_AND_YEAR = [
    OpenApiParameter("country", str, description="A country code, `several` or `regional`."),
    OpenApiParameter("year", int, description="The year of the training."),
]


@extend_schema(parameters=[*SELECTION[:2], SELECTION[3], *PLACE_AND_YEAR], responses=ParticipantsOutput)
@api_view(["GET"])
def participants_progress(request: Request) -> Response:
    """Participants in training: women, men and total by place, year, topic and audience, verified apart from reported."""
    require_changed(request)
    form = ParticipantsForm(request.query_params)
    require_known(request, {*form.fields})
    if not form.is_valid():
        raise unread(form)
    selection = form.selection()
    view = participants(selection, place=form.chosen("country"), year=int(form.chosen("year") or 0))
    return Response(
        {
            "as_at": selection.as_at,
            "total": layers(view.total),
            "places": [{"place": line.code} | layers(line) for line in view.places],
            "years": [{"year": int(line.code)} | layers(line) for line in view.years],
            "topics": [{"topic": line.code or None} | layers(line) for line in view.topics],
            "audiences": [{"audience": line.code or None} | layers(line) for line in view.audiences],
        }
    )


def layers(line: TrainedLine) -> dict[str, Any]:
    return {name: plain(trained) for name, trained in line.layers}


def plain(trained: Trained) -> dict[str, Any]:
    women, men, people = trained.known
    return {
        "trainings": trained.trainings,
        "women": women,
        "men": men,
        "total": people,
        "no_number": trained.unnumbered,
        "one_number": trained.half_numbered,
        "women_only": trained.only_women,
        "men_only": trained.only_men,
    }
