"""The corpus as SDMX-CSV 2.0, with its structure as SDMX-ML 3.0; the components are in ``rules/sdmx.toml``.

An indicator on which a report has no figure has a row with the status O and no value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from orgreports import frames, rulebook
from orgreports.export import long_frame
from orgreports.origin import DASHBOARD, stamp

if TYPE_CHECKING:
    from orgreports.corpus import Corpus

AGENCY, STRUCTURE, VERSION = "ORGREPORTS", "FIGURES", "1.0"
NOT_APPLICABLE = "_Z"
_NAMESPACES = {
    name: f"http://www.sdmx.org/resources/sdmxml/schemas/v3_0/{part}"
    for name, part in {"mes": "message", "str": "structure", "com": "common"}.items()
}
_URN = "urn:sdmx:org.sdmx.infomodel"


def data_bytes(corpus: Corpus, base: str = DASHBOARD) -> bytes:
    """Every observation, and a row without value for what is not reported, as SDMX-CSV 2.0.

    ``base`` is the address of the dashboard that the attribute VIEW leads to.
    """
    components = _components()
    header = ["STRUCTURE", "STRUCTURE_ID", "ACTION", *(row["id"] for row in components)]
    head = ["dataflow", f"{AGENCY}:{STRUCTURE}({VERSION})", "I"]
    records = [*long_frame(corpus, base).to_dict("records"), *_missing(corpus)]
    rows = ([*head, *(_cell(component, record) for component in components)] for record in records)
    return frames.csv_text(header, rows).encode()


def _components() -> list[dict[str, str]]:
    components: list[dict[str, str]] = rulebook.load_toml("sdmx")["component"]
    return components


def _cell(component: Mapping[str, str], record: Mapping[Any, Any]) -> object:
    if component["column"]:
        value = record.get(component["column"], "")
        if component["id"] == "INDICATOR":
            return value or NOT_APPLICABLE
        if isinstance(value, float) and value == float("inf"):
            return "INF"
        return value if component["id"] == "QUOTE" else frames.inert(value)
    return {
        "FIGURE": f"{record['report']}.{record.get('start', 'none')}",
        "TIME_PERIOD": time_period(record["period_start"], record["period_end"]),
        "UNIT_MULT": 0 if "value" in record else "",
        "OBS_STATUS": "A" if "value" in record else "O",
        "COMMENT": record.get("missing", ""),
    }[component["id"]]


def time_period(start: int, end: int) -> str:
    """A year as SDMX writes it, several as a time range.

    >>> time_period(2024, 2024), time_period(2012, 2023)
    ('2024', '2012-01-01/P12Y')
    """
    return str(start) if start == end else f"{start}-01-01/P{end - start + 1}Y"


def _missing(corpus: Corpus) -> Iterable[dict[str, Any]]:
    """The indicators on which a report has no figure."""
    found = set(zip(corpus.observations["report"], corpus.observations["indicator"], strict=True))
    for report in corpus.reports.to_dict("records"):
        for code in rulebook.catalogue():
            if (report["report"], code) not in found:
                words = code in str(report["mentioned"]).split("|")
                reason = "source_incomplete" if report["cut"] else "mentioned" if words else "not_reported"
                yield {**report, **stamp(), "indicator": code, "missing": reason}


def structure_bytes(corpus: Corpus) -> bytes:
    """The structure of the data: code lists, concepts, data structure and data flow."""
    for prefix, address in _NAMESPACES.items():
        ElementTree.register_namespace(prefix, address)
    message = ElementTree.Element(_tag("mes:Structure"))
    header = _add(message, "mes:Header")
    _add(header, "mes:ID", text=f"{AGENCY}-{STRUCTURE}")
    _add(header, "mes:Test", text="false")
    _add(header, "mes:Prepared", text=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    _add(header, "mes:Sender", id=AGENCY)
    structures = _add(message, "mes:Structures")
    _dataflow(_add(structures, "str:Dataflows"))
    _codelists(_add(structures, "str:Codelists"), corpus)
    _concepts(_add(structures, "str:ConceptSchemes"))
    _data_structure(_add(structures, "str:DataStructures"))
    ElementTree.indent(message)
    content: bytes = ElementTree.tostring(message, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _tag(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def _add(parent: ElementTree.Element, name: str, *, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, _tag(name), attributes)
    element.text = text or None
    return element


def _named(parent: ElementTree.Element, element: str, name: str, **attributes: str) -> ElementTree.Element:
    made = _add(parent, element, **attributes)
    label = _add(made, "com:Name", text=name)
    label.set("{http://www.w3.org/XML/1998/namespace}lang", "en")
    return made


def _artefact(parent: ElementTree.Element, element: str, identity: str, name: str) -> ElementTree.Element:
    return _named(parent, element, name, id=identity, version=VERSION, agencyID=AGENCY)


def _dataflow(parent: ElementTree.Element) -> None:
    flow = _artefact(parent, "str:Dataflow", STRUCTURE, "Figures of organisation-work reports")
    _add(flow, "str:Structure", text=f"{_URN}.datastructure.DataStructure={AGENCY}:{STRUCTURE}({VERSION})")


def _codelists(parent: ElementTree.Element, corpus: Corpus) -> None:
    regions, catalogue = rulebook.regions(), rulebook.catalogue()
    lists = {
        "CL_AREA": {code: regions[code].names["en"] for code in dict.fromkeys(corpus.observations["region"])},
        "CL_INDICATOR": {code: row.names["en"] for code, row in catalogue.items()}
        | {NOT_APPLICABLE: "None of the catalogue"},
        "CL_OBS_STATUS": rulebook.load_toml("sdmx")["statuses"],
    }
    for identity, codes in lists.items():
        made = _artefact(parent, "str:Codelist", identity, identity)
        for code, name in codes.items():
            _named(made, "str:Code", name, id=code)


def _concepts(parent: ElementTree.Element) -> None:
    scheme = _artefact(parent, "str:ConceptScheme", "CONCEPTS", "Concepts")
    for row in _components():
        _named(scheme, "str:Concept", row["en"], id=row["id"])


def _data_structure(parent: ElementTree.Element) -> None:
    made = _artefact(parent, "str:DataStructure", STRUCTURE, "Figures of organisation-work reports")
    components = _add(made, "str:DataStructureComponents")
    lists = {
        role: _add(components, f"str:{name}List")
        for role, name in (("dimension", "Dimension"), ("attribute", "Attribute"), ("measure", "Measure"))
    }
    lists["time"] = lists["dimension"]
    names = {
        "dimension": "Dimension",
        "time": "TimeDimension",
        "measure": "Measure",
        "attribute": "Attribute",
    }
    for number, row in enumerate(_components(), 1):
        role = row["role"]
        extra = {"dimension": {"position": str(number)}, "attribute": {"usage": "optional"}}.get(role, {})
        element = _add(lists[role], f"str:{names[role]}", id=row["id"], **extra)
        concept = f"{_URN}.conceptscheme.Concept={AGENCY}:CONCEPTS({VERSION}).{row['id']}"
        _add(element, "str:ConceptIdentity", text=concept)
        _representation(_add(element, "str:LocalRepresentation"), row)
        if role == "attribute":
            _add(_add(element, "str:AttributeRelationship"), "str:Observation")
            _add(_add(element, "str:MeasureRelationship"), "str:Measure", text="OBS_VALUE")


def _representation(parent: ElementTree.Element, row: Mapping[str, str]) -> None:
    if "codelist" in row:
        urn = f"{_URN}.codelist.Codelist={AGENCY}:{row['codelist']}({VERSION})"
        _add(parent, "str:Enumeration", text=urn)
    else:
        _add(parent, "str:TextFormat", textType=row["type"])
