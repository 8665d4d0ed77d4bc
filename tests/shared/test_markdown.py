"""The little Markdown of the handbook: what it makes, and that nothing else gets through."""

from __future__ import annotations

import pytest

from mandrivna.shared.text.markdown import anchor_of, render


def resolve(kind: str, address: str) -> str:
    return "" if address.startswith("../") else f'{"src" if kind == "image" else "href"}="/{address}"'


def html(source: str) -> str:
    return render(source, resolve).html


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("Один\nрядок.", "<p>Один рядок.</p>"),
        ("Перший.\n\nДругий.", "<p>Перший.</p>\n<p>Другий.</p>"),
        ("# Перший день", '<h1 id="перший-день">Перший день</h1>'),
        ("**важливо** і *тихо*", "<p><strong>важливо</strong> і <em>тихо</em></p>"),
        ("`a < b` і **`x`**", "<p><code>a &lt; b</code> і <strong><code>x</code></strong></p>"),
        ("`**не жирне**`", "<p><code>**не жирне**</code></p>"),
        ("[так](02.md#там)", '<p><a href="/02.md#там">так</a></p>'),
        ("[README](../../README.md)", "<p>README</p>"),
        ("![Знімок](img/a.png)", '<figure><img src="/img/a.png" alt="Знімок"></figure>'),
        ("![Чужий](../a.png)", "<p>Чужий</p>"),
        ("- один\n- два", "<ul><li>один</li><li>два</li></ul>"),
        ("1. один\n   далі\n2. два", "<ol><li>один далі</li><li>два</li></ol>"),
        (
            "1. один\n\n   ![К](i.png)\n\n2. два",
            '<ol><li><p>один</p>\n<figure><img src="/i.png" alt="К"></figure></li><li>два</li></ol>',
        ),
        ("- один\n  - всередині\n- два", "<ul><li><p>один</p>\n<ul><li>всередині</li></ul></li><li>два</li></ul>"),
        ("Текст\n- один\n\nПісля.", "<p>Текст</p>\n<ul><li>один</li></ul>\n<p>Після.</p>"),
        ("> тихо\n> двічі", "<blockquote><p>тихо двічі</p></blockquote>"),
        ("```sh\na < b\n\n# не заголовок\n```\nдалі", "<pre><code>a &lt; b\n\n# не заголовок</code></pre>\n<p>далі</p>"),
        (
            "| А | Б |\n|---|---|\n| `1` | **2** |",
            '<div class="scroll"><table><thead><tr><th scope="col">А</th><th scope="col">Б</th></tr></thead>'
            "<tbody><tr><td><code>1</code></td><td><strong>2</strong></td></tr></tbody></table></div>",
        ),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("", ""),
    ],
)
def test_what_is_made(source, made):
    assert html(source) == made


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "# <b onclick=x>Г</b>",
        "[<i>x</i>](a.md)",
        '![" onerror="x](a.png)',
        "- <img src=x onerror=y>",
        "| <b> | x |\n|---|---|\n| <b> | x |",
        "> <iframe>",
        "```\n</code></pre><script>\n```",
        "`<script>`",
        "\x000\x00<b>",
    ],
)
def test_no_tag_of_the_source_reaches_the_page(source):
    made = html(source)
    for tag in ("<script", "<b ", "<b>", "<i>", "<iframe", "<img src=x"):
        assert tag not in made
    assert ' onerror="' not in made and "</code></pre><" not in made.removesuffix("</code></pre>")


def test_an_unclosed_block_of_code_ends_with_the_page():
    assert html("```\nx") == "<pre><code>x</code></pre>"


def test_headings_are_listed_with_anchors_that_do_not_meet():
    found = render("# Видача: `видати`\n## Якщо зв’язок\n## Якщо зв’язок", resolve)
    assert [(one.level, one.anchor, one.text) for one in found.headings] == [
        (1, "видача-видати", "Видача: видати"),
        (2, "якщо-звязок", "Якщо зв’язок"),
        (2, "якщо-звязок-1", "Якщо зв’язок"),
    ]
    assert found.title == "Видача: видати"


def test_anchors_are_those_of_github():
    assert anchor_of("«Ще не надійшло з пристроїв»") == "ще-не-надійшло-з-пристроїв"
