"""Every field has a class, and what is classed S3 or S4 is encrypted."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from mandrivna.core.fields import BlindIndexField, Encrypted
from mandrivna.core.retention import foreign_classes, levels_of

# Reviewed: above S2 and in the clear, each with its reason. Short, or it is no list but a hole.
IN_THE_CLEAR: dict[str, str] = {}
MODELS = sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.label)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_has_exactly_one_class(model):
    fields = {field.name for field in model._meta.concrete_fields}
    assert set(levels_of(model)) == fields


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_may_hurt_a_person_is_encrypted(model):
    levels = levels_of(model)
    bare = [f.name for f in model._meta.concrete_fields if levels[f.name] > 2 and not isinstance(f, Encrypted)]
    assert [name for name in bare if f"{model._meta.label}.{name}" not in IN_THE_CLEAR] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_is_encrypted_is_classed_so(model):
    levels = levels_of(model)
    assert [f.name for f in model._meta.concrete_fields if isinstance(f, Encrypted) and levels[f.name] < 3] == []


def test_blind_indexes_are_internal():
    found = {levels_of(model)[f.name] for model in MODELS for f in model._meta.concrete_fields if isinstance(f, BlindIndexField)}
    assert found <= {2}


def test_our_models_class_themselves_and_foreign_ones_are_listed():
    ours = {m._meta.label for m in MODELS if m.__module__.startswith("mandrivna.")}
    assert [label for label in ours if not hasattr(apps.get_model(label), "privacy")] == []
    assert set(foreign_classes()) == {m._meta.label for m in MODELS} - ours


def test_no_code_of_ours_leads_from_an_s1_model_to_a_person():
    """A table that is public as a whole has no key to a table that is personal."""
    personal = {model for model in MODELS if max(levels_of(model).values()) > 2}
    public = [model for model in MODELS if set(levels_of(model).values()) == {1}]
    found = [f for m in public for f in m._meta.concrete_fields if isinstance(f, models.ForeignKey) and f.related_model in personal]
    assert found == []


def test_the_check_sees_a_field_without_a_class():
    """Negative control."""

    class Bare(models.Model):
        word = models.TextField()

        class Meta:
            app_label = "nowhere"
            apps = apps.__class__()

    assert set(levels_of(Bare)) != {f.name for f in Bare._meta.concrete_fields}
