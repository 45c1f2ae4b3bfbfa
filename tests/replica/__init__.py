"""A copy of the outside world on loopback, written by us: it behaves and misbehaves as told."""

from replica.misbehaving import EXPECTED, LINKS, MISBEHAVIOURS
from replica.nights import (
    ILL,
    ILL_OUTCOMES,
    build_misbehaving,
    build_night,
    many_pages_world,
    many_statements,
    sources_toml,
)
from replica.server import Asked, Replica
from replica.worlds import Reply, Served, World, redirect, validated

__all__ = [
    "EXPECTED",
    "ILL",
    "ILL_OUTCOMES",
    "LINKS",
    "MISBEHAVIOURS",
    "Asked",
    "Replica",
    "Reply",
    "Served",
    "World",
    "build_misbehaving",
    "build_night",
    "many_pages_world",
    "many_statements",
    "redirect",
    "sources_toml",
    "validated",
]
