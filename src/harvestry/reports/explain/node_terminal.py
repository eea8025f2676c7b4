"""A tree for the terminal: the figure, its formula, then what it rests on, indented."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.tree import Tree

    from harvestry.reports.json_text import Json


def tree(document: "Json") -> "Tree":
    """Give a printable tree of an explanation's document; texts of files stand as plain text."""
    from rich.tree import Tree

    branch = Tree(_line(document), guide_style="dim")
    _grow(branch, document)
    return branch


def _grow(branch: "Tree", document: "Json") -> None:
    from rich.text import Text

    for each in document["inputs"]:
        _grow(branch.add(_line(each)), each)
    for source in document["source"]:
        cells = ", ".join(f"{name}={text}" for name, text in source["cells"].items() if text)
        where = f"{source['file']} row {source['row']}"
        branch.add(Text(f"{where}: {cells}" if cells else where, style="dim"))
    rule = document["rule"]
    if rule is not None:
        branch.add(Text(f"{rule['text']} [{rule['cite']}]", style="italic"))


def _line(document: "Json") -> Any:
    from rich.text import Text

    value = document["value"]
    text = Text.assemble(
        (document["name"], "bold"), " = ", ("unknown" if value is None else str(value), "cyan")
    )
    if document["inputs"]:
        text.append(f"  = {document['formula']}", style="dim")
    elif document["formula"]:
        text.append(f"  ({document['formula']})", style="dim")
    return text
