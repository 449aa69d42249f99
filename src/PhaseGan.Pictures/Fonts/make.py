"""Makes the fonts of this folder from those of Debian's fonts-dejavu: fewer characters, and marks above Λ where those above A are. Needs fonttools."""

import sys

from fontTools import subset
from fontTools.ttLib import TTFont

CHARACTERS = "U+0020-024F,U+0300-04FF,U+1E00-1EFF,U+200B,U+2010-205E,U+2070-20BF,U+2100-22FF,U+2300-23FF,U+25A0-25FF,U+2713-2717,U+27E8-27E9,U+FB01-FB02,U+FFFD"


def place_marks_above_lambda(font):
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            glyphs = getattr(getattr(table, "BaseCoverage", None), "glyphs", [])
            if "A" in glyphs and "Lambda" not in glyphs:
                order = sorted([*glyphs, "Lambda"], key=font.getGlyphID)
                records = dict(zip(glyphs, table.BaseArray.BaseRecord), Lambda=table.BaseArray.BaseRecord[glyphs.index("A")])
                table.BaseCoverage.glyphs, table.BaseArray.BaseRecord = order, [records[glyph] for glyph in order]
                table.BaseArray.BaseCount = len(order)


for name in ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique"):
    font = TTFont(f"{sys.argv[1]}/{name}.ttf", recalcTimestamp=False)
    place_marks_above_lambda(font)
    options = subset.Options(hinting=False, notdef_outline=True, layout_features=["*"])
    parts = subset.Subsetter(options)
    parts.populate(unicodes=subset.parse_unicodes(CHARACTERS))
    parts.subset(font)
    font.save(f"{name}.ttf")
