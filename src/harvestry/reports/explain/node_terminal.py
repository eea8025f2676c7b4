"""A tree for the terminal: the figure, its formula, then what it rests on, indented."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree

    from harvestry.reports.json_text import Json


def tree(document: "Json") -> "Tree":
    """Give a printable tree of an explanation's document; texts of files stand as plain text.

    The cells of a row and the text of a rule stand where they come first, below that their names.
    """
    from rich.tree import Tree

    branch = Tree(_line(document), guide_style="dim")
    _grow(branch, document, set())
    return branch


def _grow(branch: "Tree", document: "Json", told: set[str]) -> None:
    for each in document["inputs"]:
        _grow(branch.add(_line(each)), each, told)
    for source in document["source"]:
        cells = ", ".join(f"{name}={text}" for name, text in source["cells"].items() if text)
        where = f"{source['file']} row {source['row']}"
        branch.add(_once(f"{where}: {cells}" if cells else where, where, told, "dim"))
    rule = document["rule"]
    if rule is not None:
        cite = f"[{rule['cite']}]"
        branch.add(_once(f"{rule['text']} {cite}", cite, told, "italic"))


def _once(text: str, name: str, told: set[str], style: str) -> "Text":
    """Give a text in full the first time, then the name by which it is found above."""
    from rich.text import Text

    shown = f"{name}, above" if text in told and text != name else text
    told.add(text)
    return Text(shown, style=style)


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
