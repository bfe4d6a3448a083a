"""The menu of actions as it is printed: by theme, and in a theme by group."""

from collections.abc import Iterable

from themes.models import Action, Group, Theme


def menu_with(actions: Iterable[Action], found: dict) -> list:
    """The menu, of actions in printed order with their groups: `[(theme, [(group, [(action, found or None)])])]`."""
    menu: dict[Theme, dict[Group, list]] = {}
    for action in actions:
        groups = menu.setdefault(action.group.theme, {})
        groups.setdefault(action.group, []).append((action, found.get(action.pk)))
    return [(theme, list(groups.items())) for theme, groups in menu.items()]
