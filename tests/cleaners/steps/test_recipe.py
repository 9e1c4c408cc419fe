"""The recipes: each step has a name of its own, and a word for editors."""

from __future__ import annotations

from cleaners.explain.words import labels
from cleaners.pipeline import step_name
from cleaners.steps.boilerplate.repeated import repeated
from cleaners.steps.recipe import Facts, _html_steps, _text_steps, recipe
from cleaners.steps.tail.guard import guard


def test_every_step_of_the_recipes_has_a_name_of_its_own():
    for facts in (Facts(), Facts(flattened=True)):
        names = [step_name(step) for step in recipe(facts)]
        assert len(set(names)) == len(names)


def test_every_step_has_a_word_for_editors():
    steps = {step_name(step) for step in (*_html_steps(Facts()), *_text_steps(Facts()))}
    assert set(labels()["steps"]) == steps | {step_name(guard), step_name(repeated), "page_state"}
