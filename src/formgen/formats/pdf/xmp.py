"""Title, language and what else is said of a file -> its metadata (XMP)."""

import html
import re
from typing import Final

ACCESSIBLE: Final = "<pdfuaid:part>1</pdfuaid:part>"
"""What says that a file is PDF/UA-1 (ISO 14289-1, 5)."""

ARCHIVED: Final = "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>"
"""What says that a file is PDF/A-3u (ISO 19005-3, 6.6.4).

No form may say it: Adobe's viewers open such a file for reading alone, and it could not be filled
in.
"""

_ACCESSIBLE: Final = re.compile(rb'<pdfuaid:part>[^<]*</pdfuaid:part>|\spdfuaid:part="[^"]*"')
_SPACES: Final = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "formgen": "urn:formgen:1",
}
_PACKET: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" {spaces}>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>formgen</pdf:Producer>
{said}
{schemas}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
_SCHEMA: Final = """<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>{name}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{space}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property>
</rdf:li>
"""
_PROPERTY: Final = """<rdf:li rdf:parseType="Resource">
<pdfaProperty:name>{name}</pdfaProperty:name>
<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>{told}</pdfaProperty:description>
</rdf:li>"""


def _schema(name: str, prefix: str, kind: str, **properties: str) -> str:
    told = "".join(
        _PROPERTY.format(name=one, kind=kind, told=words) for one, words in properties.items()
    )
    return _SCHEMA.format(name=name, space=_SPACES[prefix], prefix=prefix, properties=told)


# PDF/A asks that a file explains what is not in its standard: ISO 19005-3, 6.6.2.3.
_SCHEMAS: Final = (
    "<pdfaExtension:schemas><rdf:Bag>\n"
    + _schema(
        "formgen",
        "formgen",
        "Text",
        claim="the form and the copy, as JSON",
        form="none, in what is no form",
    )
    + _schema("PDF/UA", "pdfuaid", "Integer", part="the part of ISO 14289")
    + "</rdf:Bag></pdfaExtension:schemas>"
)
_WHOLE: Final = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items())


def packet(title: str, language: str, said: str) -> bytes:
    """Write metadata; `said` is XML."""
    words = {"title": html.escape(title), "language": html.escape(language), "said": said}
    return _PACKET.format(**words, spaces=_WHOLE, schemas=_SCHEMAS).encode()


def taken_back(packet: bytes) -> bytes:
    """Take away what says that a file is PDF/UA, as any program may have written it."""
    return _ACCESSIBLE.sub(b"", packet)
