"""A tree as JSON: the keys of the contract, with the cells of each source row beside it."""

from collections.abc import Mapping

from harvestry.reports.explain.node import Node
from harvestry.reports.json_text import Json, cell, day

Cells = Mapping[tuple[str, int], Mapping[str, str]]
"""The cells of rows, by the file's SHA-256 and row, under the column names of the file."""


def document(node: Node, cells: Cells) -> Json:
    """Give a figure and all it rests on."""
    rule = node.rule
    return {
        "figure": node.figure,
        "name": node.name,
        "value": cell(node.value, node.unit),
        "formula": node.formula,
        "inputs": [document(each, cells) for each in node.inputs],
        "rule": None
        if rule is None
        else {
            "text": rule.text,
            "cite": rule.cite.law,
            "url": rule.cite.url,
            "since": day(rule.since),
            "values": {name: str(value) for name, value in rule.values.items()},
        },
        "source": [
            {
                "file": source.file.name,
                "row": row,
                "cells": dict(cells.get((source.file.sha256, row), {})),
            }
            for source in node.source
            if source.file.sha256  # a planned sale stands in no file
            for row in source.rows
        ],
    }
