"""The stories of `tests/test_every_verb_is_logged.py`: what stands before, then, after a `yield`, the verb."""

import pytest

STORIES = []


def logs(*rows):
    """Of a story: what stands before, then, after its `yield`, the verb and the rows `(verb, who, country, reason)`."""

    def kept(story):
        STORIES.append(pytest.param(story, rows, id=story.__name__))
        return story

    return kept
