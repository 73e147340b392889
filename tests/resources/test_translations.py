"""The translations hold what the source says, completely, and what the program loads is made from them."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from core.errors import Text
from gui.i18n import install_language, text_of
from resources.translations import update
from resources.translations.extract import Message, messages_of
from resources.translations.ts_file import Translation, read_ts, write_ts

LANGUAGES = sorted(update.LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_source_has_a_finished_translation_with_the_same_placeholders(language: str) -> None:
    messages, _ = messages_of(update.ROOT)
    assert len(messages) > 300
    found = update.faults(messages, read_ts(update.ts_path(language)))
    assert not found, "run `python -m resources.translations.update` and translate:\n" + "\n".join(found)


def test_every_sentence_is_a_literal_that_a_translator_can_see() -> None:
    _, hidden = messages_of(update.ROOT)
    assert not hidden, "\n".join(map(str, hidden))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_program_loads_is_made_from_the_translators_file(language: str) -> None:
    assert not update.is_stale(language), "run `python -m resources.translations.update`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_translators_file_is_written_as_the_update_writes_it(language: str, tmp_path: Path) -> None:
    path = update.ts_path(language)
    messages, _ = messages_of(update.ROOT)
    again = tmp_path / "again.ts"
    write_ts(again, language, messages, read_ts(path), update.LANGUAGES[language])
    assert again.read_text("utf-8") == path.read_text("utf-8")


def test_a_translation_of_a_menu_has_a_mnemonic_where_the_source_has_one() -> None:
    for message, translation in read_ts(update.ts_path("zh_CN")).items():
        if message.context == "core" or "&&" in message.source:
            continue
        for form in translation.forms:
            assert ("&" in message.source) == ("&" in form), f"{message.context}: {message.source!r} and {form!r}"


def test_qt_itself_brings_its_own_texts_in_chinese(qapp: QCoreApplication) -> None:
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    assert QTranslator().load("qtbase_zh_CN", folder)


def test_core_sentences_are_shown_in_the_language_installed_with_their_values(qapp: QCoreApplication) -> None:
    text = Text("{name}: {what}", name="a.index", what=Text("the footer is damaged"))
    try:
        assert install_language(qapp, "zh_CN") == "zh_CN"
        assert text_of(text) == "a.index：文件尾已损坏"
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    finally:
        install_language(qapp, "en")
    assert text_of(text) == "a.index: the footer is damaged"


# The tools.


def source(root: Path, code: str, folder: str = "gui") -> tuple[set[Message], int]:
    path = root / folder / "module.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(code), "utf-8")
    messages, hidden = messages_of(root)
    return messages, len(hidden)


def test_a_sentence_is_found_under_the_class_it_stands_in(tmp_path: Path) -> None:
    messages, hidden = source(
        tmp_path,
        """
        class Panel:
            def __init__(self):
                self.setText(self.tr("one " "sentence"))
                self.tr("%n op(s)", "", 3)
            class Inner:
                def show(self): self.tr("inside", "a comment")
        """,
    )
    assert messages == {
        Message("Panel", "one sentence"),
        Message("Panel", "%n op(s)", plural=True),
        Message("Inner", "inside", "a comment"),
    }
    assert hidden == 0


def test_core_templates_are_found_also_when_there_is_a_choice(tmp_path: Path) -> None:
    messages, hidden = source(
        tmp_path, 'raise FormatError(path, Text("all" if many else "one {name}", name=name))', "core"
    )
    assert messages == {Message("core", "all"), Message("core", "one {name}")}
    assert hidden == 0


def test_a_sentence_put_together_before_it_is_looked_up_is_reported(tmp_path: Path) -> None:
    messages, hidden = source(tmp_path, 'class A:\n    def f(self): self.tr(f"{self.name} is open")')
    assert (messages, hidden) == (set(), 1)


def test_a_translators_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    entries = {
        Message("A", "a < b & {c}"): Translation(("甲 < 乙 & {c}",)),
        Message("A", "two\nlines ", "said of a file"): Translation(("两\n行 ",)),
        Message("B", "%n op(s)", plural=True): Translation(("%n 个算子",)),
        Message("B", "not yet"): Translation(("",), finished=False),
    }
    path = tmp_path / "x.ts"
    write_ts(path, "zh_CN", entries, entries, 1)
    assert read_ts(path) == entries
    update.compile_qm(path, tmp_path / "x.qm")
    assert (tmp_path / "x.qm").stat().st_size > 0


def test_a_lost_placeholder_is_a_fault() -> None:
    message = Message("core", "{name} has {count} ops")
    assert update.faults({message}, {message: Translation(("{name} 有 {count} 个算子",))}) == []
    assert len(update.faults({message}, {message: Translation(("{name} 有算子",))})) == 1
    assert len(update.faults({message}, {})) == 1
    assert len(update.faults(set(), {message: Translation(("{name} {count}",))})) == 1


def test_a_function_that_only_names_the_context_is_seen_through(tmp_path: Path) -> None:
    messages, hidden = source(
        tmp_path,
        """
        def _tr(text): return QCoreApplication.translate("Menu", text)
        def show(): return _tr("Open all")
        """,
    )
    assert messages == {Message("Menu", "Open all")}
    assert hidden == 0


def test_a_context_may_have_a_name_in_the_module_but_not_be_computed(tmp_path: Path) -> None:
    messages, hidden = source(
        tmp_path,
        """
        _CONTEXT = "Canvas"
        def show(where):
            translate(_CONTEXT, "put aside")
            translate(where, "nowhere")
        """,
    )
    assert messages == {Message("Canvas", "put aside")}
    assert hidden == 1
