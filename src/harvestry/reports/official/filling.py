"""Fill an official PDF with pypdf: fields and their looks, further copies, no XFA.

A form may be needed many times over. Further copies share the drawing of the page and have fields
of their own, named as the form's are but under `topmostSubform[1]`, `[2]` and so on.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    TextStringObject,
)

from harvestry.reports.official.appearance import FONT, Space, content
from harvestry.reports.official.field_map import FieldMap
from harvestry.reports.official.values import Sheet

_MULTILINE: Final = 1 << 12
_NOT_COPIED: Final = frozenset(
    {"/Parent", "/P", "/AP", "/V", "/AS", "/StructParent", "/Kids", "/MK"}
)
_OFF: Final = "/Off"


class NotThisFormError(ValueError):
    """A PDF that is not the blank form it was given as; the message says why."""


class _Widget(NamedTuple):
    """A field of the blank as a page shows it, under its whole name."""

    name: str
    widget: DictionaryObject


def is_blank(pdf: bytes, fields: FieldMap) -> bool:
    """Tell whether a PDF has every field of a form."""
    try:
        pages = _read(pdf).pages
        names = {each.name for page in pages for each in _widgets(page)}
    except NotThisFormError:
        return False
    return names.issuperset(fields.names())


def fill(pdf: bytes, fields: FieldMap, sheets: Sequence[Sheet]) -> bytes:
    """Give the form filled, a copy for each sheet; the same sheets give the same bytes.

    Raises:
        NotThisFormError: the PDF is no blank of this form and year.
    """
    writer, pages = _opened(pdf)
    missing = set(fields.names()) - {each.name for page in pages for each in page}
    if missing:
        raise NotThisFormError(
            f"it is not the fillable {fields.name} of {fields.year}: it has no field {min(missing)}"
        )
    root = writer.root_object
    form = root["/AcroForm"]
    assert isinstance(form, DictionaryObject)
    for key in ("/XFA", "/SigFlags"):  # the older form data, and rights a changed file loses
        form.pop(key, None)
    root.pop("/Perms", None)
    names = root.get("/Names", DictionaryObject()).get_object()
    if isinstance(names, DictionaryObject):
        names.pop("/JavaScript", None)  # it warns of readers without XFA, and there is none left
    writer.pdf_header = "%PDF-1.7"
    press = _Press(writer, pages)
    for n, sheet in enumerate(sheets):
        press.original(sheet) if n == 0 else press.copy(sheet, n)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _opened(pdf: bytes) -> tuple[PdfWriter, list[list[_Widget]]]:
    writer = PdfWriter(clone_from=_read(pdf))
    return writer, [_widgets(page) for page in writer.pages]


def _read(pdf: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(pdf))
        fillable = not reader.is_encrypted and "/AcroForm" in reader.root_object
        len(reader.pages)
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, OSError) as error:
        raise NotThisFormError("it is no PDF that can be read") from error
    if not fillable:
        raise NotThisFormError("it has no fields to fill in")
    return reader


def _widgets(page: DictionaryObject) -> list[_Widget]:
    found = []
    for each in page.get("/Annots", ()):
        widget = each.get_object()
        if widget.get("/Subtype") == "/Widget":
            found.append(_Widget(_full_name(widget), widget))
    return found


def _full_name(widget: DictionaryObject) -> str:
    parts: list[str] = []
    node: DictionaryObject | None = widget
    while node is not None:
        if "/T" in node:
            parts.append(str(node["/T"]))
        parent = node.get("/Parent")
        node = None if parent is None else parent.get_object()
    return ".".join(reversed(parts))


class _Press:
    """Fills the blank's own pages, and makes further ones that share their drawing."""

    def __init__(self, writer: PdfWriter, widgets: list[list[_Widget]]) -> None:
        self._writer = writer
        self._widgets = widgets
        self._pages = list(writer.pages)
        font = {
            "/Type": "/Font",
            "/Subtype": "/Type1",
            "/BaseFont": f"/{FONT}",
            "/Encoding": "/WinAnsiEncoding",
        }
        names = {NameObject(key): NameObject(value) for key, value in font.items()}
        own = writer._add_object(DictionaryObject(names))  # noqa: SLF001  # pypdf has no other way
        fonts = DictionaryObject({NameObject("/Helv"): own})
        resources = DictionaryObject({NameObject("/Font"): fonts})
        self._resources = writer._add_object(resources)  # noqa: SLF001  # pypdf has no other way

    def original(self, sheet: Sheet) -> None:
        """Fill the blank itself."""
        for widgets in self._widgets:
            for name, widget in widgets:
                self._set(widget, sheet.values.get(name))

    def copy(self, sheet: Sheet, number: int) -> None:
        """Add the pages of a further copy."""
        tree = _Tree(self._writer, f"topmostSubform[{number}]")
        for n in sheet.pages:
            page = self._same_drawing(n)
            # Pages are numbered one after the other, so each knows its own reference.
            annotations = ArrayObject()
            for name, template in self._widgets[n]:
                widget = DictionaryObject(
                    {key: value for key, value in template.items() if key not in _NOT_COPIED}
                )
                if "/AP" in template and template.get("/FT") == "/Btn":
                    widget[NameObject("/AP")] = template["/AP"]
                widget[NameObject("/P")] = page
                self._set(widget, sheet.values.get(name))
                annotations.append(tree.add(name, widget))
            page.get_object()[NameObject("/Annots")] = annotations  # type: ignore[index]

    def _same_drawing(self, n: int) -> IndirectObject:
        kept = ("/Type", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate")
        template = self._pages[n]
        page = DictionaryObject(
            {NameObject(key): template.raw_get(key) for key in kept if key in template}
        )
        return self._writer.add_page(_page_object(page)).indirect_reference  # type: ignore[return-value]

    def _set(self, widget: DictionaryObject, value: str | bool | None) -> None:  # noqa: FBT001
        button = widget.get("/FT") == "/Btn"
        if button:
            state = _on_state(widget) if value is True else _OFF
            widget[NameObject("/V")] = widget[NameObject("/AS")] = NameObject(state)
        elif isinstance(value, str) and value:
            widget[NameObject("/V")] = TextStringObject(value)
            widget[NameObject("/AP")] = self._looks(widget, value)
        else:  # nothing that stood in the blank is filed unseen
            widget.pop("/V", None)
            widget.pop("/AP", None)

    def _looks(self, widget: DictionaryObject, text: str) -> DictionaryObject:
        rectangle: Any = widget["/Rect"]
        left, bottom, right, top = (float(each) for each in rectangle)
        flags = int(widget.get("/Ff", 0))
        space = Space(
            right - left, top - bottom, int(widget.get("/Q", 0)), bool(flags & _MULTILINE)
        )
        drawing = DecodedStreamObject()
        drawing.set_data(content(text, space))
        drawing.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): ArrayObject(
                    FloatObject(each) for each in (0, 0, space.width, space.height)
                ),
                NameObject("/Resources"): self._resources,
            }
        )
        own = self._writer._add_object(drawing)  # noqa: SLF001  # pypdf has no other way
        return DictionaryObject({NameObject("/N"): own})


class _Tree:
    """The fields of a further copy, under a root of their own."""

    def __init__(self, writer: PdfWriter, root: str) -> None:
        self._writer = writer
        self._root = root
        self._nodes: dict[str, IndirectObject] = {}

    def add(self, name: str, widget: DictionaryObject) -> IndirectObject:
        """Hang a widget into the tree under the name it has in the blank, but for the root."""
        above, _, own = name.rpartition(".")
        widget[NameObject("/T")] = TextStringObject(own)
        widget[NameObject("/Parent")] = self._node(above)
        return self._hang(above, widget)

    def _node(self, name: str) -> IndirectObject:
        if name in self._nodes:
            return self._nodes[name]
        above, _, own = name.rpartition(".")
        node = DictionaryObject({NameObject("/Kids"): ArrayObject()})
        if above:
            node[NameObject("/T")] = TextStringObject(own)
            node[NameObject("/Parent")] = self._node(above)
            self._nodes[name] = self._hang(above, node)
        else:
            node[NameObject("/T")] = TextStringObject(self._root)
            self._nodes[name] = self._writer._add_object(node)  # noqa: SLF001  # no other way
            fields = self._writer.root_object["/AcroForm"]["/Fields"]  # type: ignore[index]
            fields.append(self._nodes[name])
        return self._nodes[name]

    def _hang(self, above: str, node: DictionaryObject) -> IndirectObject:
        reference = self._writer._add_object(node)  # noqa: SLF001  # pypdf has no other way
        kids: Any = self._node(above).get_object()["/Kids"]  # type: ignore[index]
        kids.append(reference)
        return reference


def _on_state(widget: DictionaryObject) -> str:
    normal: Mapping[str, Any] = widget["/AP"]["/N"]  # type: ignore[index]
    return next(str(state) for state in normal if state != _OFF)


def _page_object(page: DictionaryObject) -> Any:
    from pypdf import PageObject

    made = PageObject(None)
    made.update(page)
    return made
