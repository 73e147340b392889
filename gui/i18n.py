"""The language of the window, and core's sentences in it.

Core's sentences are `Text`: a template and its values. The template is looked up in the translations
under the context `core`, then the values go in. A translation that lost a placeholder falls back to English.
"""

from __future__ import annotations

import logging
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from core.errors import Text

log = logging.getLogger(__name__)

LANGUAGES: dict[str, str] = {"en": "English", "zh_CN": "简体中文"}
"""Codes of the languages there are, with each one's own name for itself."""

_installed: list[QTranslator] = []


def text_of(text: Text | str) -> str:
    """`text` in the person's language, values filled in. A plain string is returned as it is."""
    if isinstance(text, str):
        return text
    values = {name: text_of(value) if isinstance(value, Text) else value for name, value in text.values.items()}
    template = QCoreApplication.translate("core", text.template)
    if not values:
        return template
    try:
        return template.format(**values)
    except (KeyError, IndexError, ValueError):
        log.warning("the translation of %r does not fit its values", text.template)
        return text.template.format(**values)


def system_language() -> str:
    """The best of `LANGUAGES` for the desktop's settings."""
    for name in QLocale.system().uiLanguages():
        locale = QLocale(name.replace("-", "_"))
        if locale.language() is QLocale.Language.Chinese:
            return "zh_CN"
        if locale.language() is QLocale.Language.English:
            return "en"
    return "en"


def install_language(app: QCoreApplication, code: str | None) -> str:
    """Show the program in language `code` (None: the desktop's) from now on; returns the code in force.

    Every window gets a `LanguageChange` event and retranslates itself.
    """
    chosen = code if code in LANGUAGES else system_language()
    while _installed:
        app.removeTranslator(_installed.pop())
    QLocale.setDefault(QLocale(chosen))
    if chosen == "en":
        return chosen
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for folder, name in ((qt_folder, f"qtbase_{chosen}"), (str(_folder()), f"cryograph_{chosen}")):
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
            _installed.append(translator)
        else:
            log.warning("no translation %s in %s", name, folder)
    return chosen


def _folder() -> Path:
    return Path(str(files("resources") / "translations"))
