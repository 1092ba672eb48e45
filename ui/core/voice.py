"""A voice that speaks Chinese, where the system has one."""

from typing import Any

from PySide6.QtCore import QLocale, QObject


def chinese_voice(parent: QObject) -> Any:
    """Return a voice that speaks Chinese, None where there is none; looking takes a moment."""
    try:
        from PySide6.QtTextToSpeech import QTextToSpeech
    except ImportError:
        return None
    engines = [each for each in QTextToSpeech.availableEngines() if each != "mock"]
    if not engines:
        return None
    voice = QTextToSpeech(engines[0], parent)
    chinese = [
        each for each in voice.availableLocales() if each.language() == QLocale.Language.Chinese
    ]
    if not chinese:
        voice.deleteLater()
        return None
    voice.setLocale(chinese[0])
    return voice
