from mandrivna.catalogue.models.authorities import Authority, AuthorityName, Mention
from mandrivna.catalogue.models.change import Change
from mandrivna.catalogue.models.collections import Chosen, Collection
from mandrivna.catalogue.models.covers import Cover
from mandrivna.catalogue.models.guide import Access, Link, Resource
from mandrivna.catalogue.models.imports import Origin, Run, RunState
from mandrivna.catalogue.models.merges import Merge
from mandrivna.catalogue.models.record import USUAL, Body, Processing, Record, RecordQuerySet, Version, only
from mandrivna.catalogue.models.vocabulary import HOSTED, MATERIAL_OF, Audience, Kind, Language, Material, Stage

__all__ = [
    "HOSTED",
    "MATERIAL_OF",
    "USUAL",
    "Access",
    "Audience",
    "Authority",
    "AuthorityName",
    "Body",
    "Change",
    "Chosen",
    "Collection",
    "Cover",
    "Kind",
    "Language",
    "Link",
    "Material",
    "Mention",
    "Merge",
    "Origin",
    "Processing",
    "Record",
    "RecordQuerySet",
    "Resource",
    "Run",
    "RunState",
    "Stage",
    "Version",
    "only",
]
