"""Qt's own words (menus of text fields, calendars) in Chinese."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator


def speak_chinese(app: QCoreApplication) -> bool:
    """Let Qt's own texts be Chinese; return whether its translation was there.

    Ours need none: Chinese is the language they are written in.
    """
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    found = translator.load("qtbase_zh_CN", folder)
    if found:
        app.installTranslator(translator)
    return found
