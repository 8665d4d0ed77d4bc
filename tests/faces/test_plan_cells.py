"""The cells of a section are put together without a template: what people typed stays text."""

from __future__ import annotations

from mandrivna.faces.workspace.plans.saying import Cell, Chip, cells_html

HOSTILE = '<script>alert("1")</script>&\'\n"другий"'


def test_whatever_is_typed_is_text_and_its_lines_are_lines() -> None:
    cell = Cell(2, 'Назва "заходу" <b>', "title", HOSTILE, [Chip("<i>", "from", '"відділ"'), Chip("12 прим.")])
    assert cells_html([cell], writes=True) == (
        '<td data-label="Назва &quot;заходу&quot; &lt;b&gt;" class="of-title" tabindex="-1" data-col="2"><span class="said">'
        "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#x27;<br>&quot;другий&quot;</span>"
        ' <span class="understood from" title="&quot;відділ&quot;">&lt;i&gt;</span> <span class="understood">12 прим.</span></td>'
    )


def test_whoever_only_reads_has_nothing_to_write_in() -> None:
    cells = [Cell(0, "№", "number", "1", []), Cell(1, "Назва", "title", "", [])]
    assert cells_html(cells, writes=False) == (
        '<td data-label="№" class="of-number"><span class="said">1</span></td>'
        '<td data-label="Назва" class="of-title"><span class="said"></span></td>'
    )
