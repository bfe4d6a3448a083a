"""The menu of actions as it is printed: by theme, and in a theme by group."""

from collections.abc import Iterable

from themes.models import Action, Group, Theme


def menu_with(actions: Iterable[Action], by_action: dict) -> list:
    """The menu, of actions in printed order with their groups: `[(theme, [(group, [(action, its value or None)])])]`."""
    menu: dict[Theme, dict[Group, list]] = {}
    for action in actions:
        groups = menu.setdefault(action.group.theme, {})
        groups.setdefault(action.group, []).append((action, by_action.get(action.pk)))
    return [(theme, list(groups.items())) for theme, groups in menu.items()]
