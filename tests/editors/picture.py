"""A picture of a terminal: what `tmux capture-pane -e` says, as SVG."""

import re
import unicodedata
from xml.sax.saxutils import escape

WIDTH, HEIGHT, SIZE = 8.43, 18, 14
FOREGROUND, BACKGROUND = "#d8dee9", "#20242c"
SIXTEEN = (
    "#2e3440 #bf616a #a3be8c #ebcb8b #81a1c1 #b48ead #88c0d0 #e5e9f0 "
    "#5c6678 #d0747c #b5cf9e #f2d9a0 #94b4d4 #c6a2c0 #9bd2e1 #ffffff"
).split()


def colour(number):
    """One of a terminal's 256 colours."""
    if number < 16:
        return SIXTEEN[number]
    if number > 231:
        return "#" + f"{8 + 10 * (number - 232):02x}" * 3
    steps = (0, 95, 135, 175, 215, 255)
    red, green, blue = (number - 16) // 36, (number - 16) // 6 % 6, (number - 16) % 6
    return f"#{steps[red]:02x}{steps[green]:02x}{steps[blue]:02x}"


def changed(style, codes):
    """The style behind an escape sequence: a dict of what is not as usual."""
    style = dict(style)
    # A curly line is a line here.
    codes = [int(code.split(":")[0] or 0) for code in codes.split(";")] or [0]
    while codes:
        code = codes.pop(0)
        if code == 0:
            style = {}
        elif code in (1, 3, 4, 7):
            style[{1: "bold", 3: "italic", 4: "line", 7: "reversed"}[code]] = True
        elif code in (22, 23, 24, 27):
            style.pop({22: "bold", 23: "italic", 24: "line", 27: "reversed"}[code], None)
        elif code in (38, 48, 58):
            kind = codes.pop(0) if codes else 0
            value = colour(codes.pop(0)) if kind == 5 and codes else "#" + "".join(f"{part:02x}" for part in codes[:3])
            if kind == 2:
                del codes[:3]
            if code != 58:
                style["front" if code == 38 else "back"] = value
        elif code in (39, 49):
            style.pop("front" if code == 39 else "back", None)
        elif 30 <= code <= 37 or 90 <= code <= 97:
            style["front"] = SIXTEEN[code - 30 if code < 90 else code - 82]
        elif 40 <= code <= 47 or 100 <= code <= 107:
            style["back"] = SIXTEEN[code - 40 if code < 100 else code - 92]
    return style


def columns(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def runs(line, style):
    """The texts of a line with their styles, and the style that goes on behind it."""
    found = []
    for text, codes in re.findall(r"([^\x1b]+)|\x1b\[([\d;:]*)m", line):
        if text:
            found.append((text, style))
        else:
            style = changed(style, codes or "0")
    return found, style


def svg(screen, title):
    """The screen as a picture. `screen` has a line for each row."""
    lines = screen.rstrip("\n").split("\n")
    boxes, texts, style, widest = [], [], {}, 0
    for row, line in enumerate(lines):
        column = 0
        found, style = runs(line, style)
        for text, look in found:
            front, back = look.get("front", FOREGROUND), look.get("back", BACKGROUND)
            if look.get("reversed"):
                front, back = back, front
            wide = columns(text)
            if back != BACKGROUND:
                boxes.append(
                    f'<rect x="{column * WIDTH:.1f}" y="{row * HEIGHT}" width="{wide * WIDTH:.1f}" height="{HEIGHT}" fill="{back}"/>'
                )
            if text.strip() or look.get("line"):
                how = [f'fill="{front}"'] if front != FOREGROUND else []
                how += ['font-weight="bold"'] if look.get("bold") else []
                how += ['font-style="italic"'] if look.get("italic") else []
                how += ['text-decoration="underline"'] if look.get("line") else []
                shown = text.rstrip() or text
                length = columns(shown) * WIDTH
                # Several blanks would be one.
                texts.append(
                    f'<text x="{column * WIDTH:.1f}" y="{row * HEIGHT + 13}" textLength="{length:.1f}" {" ".join(how)}>{escape(shown).replace(" ", chr(160))}</text>'
                )
            column += wide
        widest = max(widest, column)
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-8 -8 {widest * WIDTH + 16:.0f} {len(lines) * HEIGHT + 16}" role="img"'
            f' font-family="ui-monospace, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" font-size="{SIZE}" fill="{FOREGROUND}">',
            f"<title>{escape(title)}</title>",
            f'<rect x="-8" y="-8" width="{widest * WIDTH + 16:.0f}" height="{len(lines) * HEIGHT + 16}" fill="{BACKGROUND}"/>',
            '<g shape-rendering="crispEdges">',
            *boxes,
            "</g>",
            *texts,
            "</svg>",
            "",
        )
    )
