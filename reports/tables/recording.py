"""Whose work a table may bring: that of one's own country, or one in which one's own organisation has a part."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports.activity.state import State
from reports.models import Activity
from reports.tables.rows import Row
from reports.tables.site import Site
from reports.workflow import NotAllowed
from reports.workflow.recording import require_recorder


def refuse_others_work(row: Row, activity: Activity | None, after: State, site: Site) -> None:
    """Say at its cells why this person may not record what a row wants, as the verb will. `after` names organisations as the
    directory does. No query, but where an officer of an organization is refused."""
    refusal = _("You may record activities for your own country only.")
    try:
        require_recorder(site.who, activity or Activity(), after, refusal, site.choices.directory)
    except NotAllowed as refused:
        row.refuse("countries", refused)
    except ValidationError as refused:
        for name, messages in refused.message_dict.items():
            for message in messages:
                row.refuse(name, message)
