"""The language of a text is told by its script and its commonest words, and said to be unknown where they do not tell."""

import pytest

from helpers.text.languages import UNKNOWN, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The delegates spoke of peace and of trade.", "en"),
        ("I yield.", "en"),
        ("Barn red", "en"),
        ("Les délégués ont parlé de la paix et du commerce dans le monde.", "fr"),
        ("Re\u0301solution de l'Assemble\u0301e et les E\u0301tats", "fr"),
        ("Die Delegierten sprachen über den Frieden und das Recht.", "de"),
        ("Los delegados hablaron de la paz y del comercio en el mundo.", "es"),
        ("Россия и Китай выступили против санкций, и это не новость.", "ru"),
        ("各国在日内瓦开会。", "zh"),
        ("美國宣布退出聯合國。", "zh"),
        ("ＷＴＯ与Ｇ２０在２０２５年开会。", "zh"),
        ("中国加入WTO后，WHO和IMF都表示欢迎。US与China对话。", "zh"),
        ("国連総会は決議を採択した。", "ja"),
        ("유엔 총회는 결의안을 채택했다.", "ko"),
        ("2024 2025", UNKNOWN),
        ("สมัชชาใหญ่", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_a_text_is_in_its_language(text, language):
    assert language_of(text) == language


def test_an_english_text_that_names_a_chinese_term_is_english():
    assert language_of("The report calls it 全球治理 and says that the order of the world is to change.") == "en"
