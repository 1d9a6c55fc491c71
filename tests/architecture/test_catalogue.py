"""The backend's catalogue and the containers' own engines say the same."""

import importlib

import pytest

from greenlight.domain.catalogue import CATALOGUE
from greenlight.domain.money import PRICES

ENGINES = [(task, name) for task, cards in CATALOGUE.items() for name in cards]


@pytest.mark.parametrize(("task", "name"), ENGINES)
def test_an_engine_has_the_version_that_the_catalogue_says(task, name):
    module, _, attribute = importlib.import_module(f"gpu_containers.{task}.engines").ENGINES[name].partition(":")
    assert getattr(importlib.import_module(module), attribute).version == CATALOGUE[task][name].version


@pytest.mark.parametrize(("task", "name"), ENGINES)
def test_every_engine_has_a_price(task, name):
    assert (task, name) in PRICES


def test_every_container_engine_is_in_the_catalogue():
    for task, cards in CATALOGUE.items():
        assert set(importlib.import_module(f"gpu_containers.{task}.engines").ENGINES) == set(cards)
