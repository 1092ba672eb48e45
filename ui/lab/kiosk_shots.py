"""`main.py screenshots --theme kiosk`: every screen of the kiosk, upright and across."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication, QEventLoop, qInstallMessageHandler

from app.bootstrap.kiosk import KioskOrder
from app.core.clock import Clock
from app.core.ids import new_id
from app.kiosk.guide import Booked, Opening, QueueOffer, Slot, TicketSlip
from app.kiosk.photos import small_photo
from app.kiosk.queries import Likely, Progress, ProgressStep
from app.kiosk.rules import CaseState, EventKind
from app.kiosk.topics import topics
from ui.core.preferences import Preferences
from ui.kiosk.camera import packed
from ui.kiosk.machine import Machine, Receipt
from ui.kiosk.screens.base import Screen, Stage
from ui.kiosk.screens.follow import CodeScreen, LastDigitsScreen
from ui.kiosk.screens.near import NearScreen
from ui.kiosk.screens.phone import PhoneScreen
from ui.kiosk.screens.photo import PhotoScreen
from ui.kiosk.screens.place import BuildingScreen, CommunityScreen, MapScreen, PlaceScreen
from ui.kiosk.screens.progress import ProgressScreen
from ui.kiosk.screens.rating import (
    ContactedScreen,
    ContentScreen,
    NothingToRateScreen,
    SolvedScreen,
    ThanksScreen,
    WhyScreen,
)
from ui.kiosk.screens.sending import CheckScreen, ReceiptScreen
from ui.kiosk.screens.staff import StaffDoorScreen
from ui.kiosk.screens.topic import TopicScreen
from ui.kiosk.screens.words import WordsScreen
from ui.kiosk.window import KioskWindow
from ui.lab.drawn_camera import DrawnCamera, lamp
from ui.lab.studio import NotDrawn, PictureUnwritable, application

UPRIGHT, ACROSS = (1080, 1920), (1920, 1080)
QUIET_S, PATIENCE_S, TURN_MS = 0.3, 60.0, 20
CODE = "7K3MQ9WA"

Make = Callable[[Stage], Screen]


def kiosk_pages() -> tuple[str, ...]:
    """Return the names of all pictures."""
    return tuple(f"kiosk-{name}{way}" for way in ("", "-across") for name in _NAMES)


def draw_kiosk(
    folder: Path, url: str, *, pages: Sequence[str] = (), clock: Clock | None = None
) -> list[Path]:
    """Draw the screens into `folder` and return the files.

    Args:
        folder: Made if it does not exist.
        url: Whose data are shown.
        pages: Names of pictures; all of them when empty.
        clock: The moment the screens are seen at.

    Raises:
        PictureUnwritable: The folder or a file cannot be written.
        NotDrawn: The machine does not open.
    """
    from ui.kiosk.keyboard import prepare

    prepare()
    application("kiosk")
    qInstallMessageHandler(None)  # the keyboard's own thread would wait for ours to let it speak
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PictureUnwritable(file=str(folder)) from error
    made = []
    with TemporaryDirectory(prefix="jiezhi-lab-") as kept:
        machine = Machine(KioskOrder(url, clock=clock))
        kept_ini = Preferences(Path(kept) / "kiosk.ini")
        window = KioskWindow(machine, kept_ini, camera=DrawnCamera())
        window.resize(*UPRIGHT)
        window.show()
        window.begin()
        _wait_open(machine)
        for way, size in (("", UPRIGHT), ("-across", ACROSS)):
            window.resize(*size)
            for name, show in screens_of(window):
                if pages and f"kiosk-{name}{way}" not in pages:
                    continue
                show()
                _settle(machine, name)
                made.append(_shoot(window, folder / f"kiosk-{name}{way}.png"))
                window.vision.reset()
                window.home()
        window.leave()
        machine.close()
    return made


def _wait_open(machine: Machine) -> None:
    errors: list[BaseException] = []
    machine.not_opened.connect(errors.append)
    end = time.monotonic() + PATIENCE_S
    while machine.at is None:
        _turn()
        if errors:
            raise errors[0]
        if time.monotonic() > end:
            raise NotDrawn(page="kiosk")


def _settle(machine: Machine, page: str) -> None:
    started = quiet = time.monotonic()
    while time.monotonic() - quiet < QUIET_S:
        _turn()
        if not machine.jobs.idle():
            quiet = time.monotonic()
        if time.monotonic() - started > PATIENCE_S:
            raise NotDrawn(page=page)


def _turn() -> None:
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, TURN_MS)
    time.sleep(TURN_MS / 1000)


def _shoot(window: KioskWindow, file: Path) -> Path:
    if not window.grab().save(str(file)):
        raise PictureUnwritable(file=str(file))
    return file


def screens_of(window: KioskWindow) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield the screens, each with what brings it there."""

    def shown(make: Make) -> Callable[[], None]:
        def show() -> None:
            _tell(window)
            window.home_then(make)

        return show

    ground = window.machine.open_now.ground
    now = window.machine.now()
    yield "home", window.home
    yield "home-large", partial(_seen, window, window.vision.larger)
    yield "home-contrast", partial(_seen, window, window.vision.darker)
    community = ground.communities[0]
    makes: tuple[tuple[str, Make], ...] = (
        ("topic", TopicScreen),
        ("map", MapScreen),
        ("community", CommunityScreen),
        ("place", partial(PlaceScreen, community=community)),
        ("building", BuildingScreen),
        ("near", NearScreen),
        ("words", WordsScreen),
        ("photo", PhotoScreen),
        ("phone", PhoneScreen),
        ("check", CheckScreen),
        ("receipt", partial(ReceiptScreen, receipt=Receipt(CODE, now), has_phone=True)),
        (
            "receipt-kept",
            partial(ReceiptScreen, receipt=Receipt(CODE, now, is_kept=True), has_phone=True),
        ),
        ("code", CodeScreen),
        ("last-digits", LastDigitsScreen),
        ("progress", ProgressScreen),
        ("contacted", ContactedScreen),
        ("solved", SolvedScreen),
        ("content", ContentScreen),
        ("why", WhyScreen),
        ("nothing-to-rate", NothingToRateScreen),
        ("thanks", partial(ThanksScreen, hint="您的意见收到了")),
    )
    for name, make in (*makes, *_of_guide(window)):
        yield name, shown(make)
    yield "staff", window.ask_staff
    yield "staff-door", shown(StaffDoorScreen)
    yield "still-there", partial(_asked, window)


_NAMES = (
    *("home", "home-large", "home-contrast", "topic", "map", "community", "place", "building"),
    *("near", "words", "photo", "phone", "check", "receipt", "receipt-kept", "code", "last-digits"),
    *("guide", "guide-situation", "guide-letters", "guide-item", "queue", "ticket"),
    *("hall-door", "book", "book-day", "book-time", "book-digits", "booked", "arrive-code"),
    *(
        "cancel",
        "progress",
        "contacted",
        "solved",
        "content",
        "why",
        "nothing-to-rate",
        "thanks",
        "staff",
        "staff-door",
    ),
    "still-there",
)


def _of_guide(window: KioskWindow) -> tuple[tuple[str, Make], ...]:
    """Return the screens of services, where the hall has any."""
    from ui.kiosk.screens.arriving import ArriveCodeScreen, CancelScreen
    from ui.kiosk.screens.booking import (
        BookDigitsScreen,
        BookedScreen,
        BookScreen,
        DayScreen,
        HallDoorScreen,
        TimeScreen,
    )
    from ui.kiosk.screens.guide import GuideScreen, ItemScreen, LettersScreen, SituationScreen
    from ui.kiosk.screens.numbers import QueueScreen, TicketScreen

    guide, now = window.machine.open_now.guide, window.machine.now()
    if not guide.items:
        return ()
    offer, slots = _offered(now)
    booked = Booked("社保医保", "政务服务大厅", "滨河路 1 号", now.date(), 570)
    item = max(guide.items, key=lambda each: len(each.body.materials))
    slip = TicketSlip("A012", "综合窗口", "一楼大厅", "", now, 3, 18)
    return (
        ("guide", GuideScreen),
        ("guide-situation", partial(SituationScreen, situation=item.body.situations[0])),
        ("guide-letters", LettersScreen),
        ("guide-item", partial(ItemScreen, item=item)),
        ("queue", QueueScreen),
        ("ticket", partial(TicketScreen, slip=slip)),
        ("hall-door", HallDoorScreen),
        ("book", BookScreen),
        ("book-day", partial(DayScreen, offer=offer, slots=slots)),
        ("book-time", partial(TimeScreen, offer=offer, slots=slots[:14])),
        ("book-digits", partial(BookDigitsScreen, offer=offer, slot=slots[0])),
        ("booked", partial(BookedScreen, offer=offer, slot=slots[0], code="135790")),
        ("arrive-code", ArriveCodeScreen),
        ("cancel", partial(CancelScreen, found=booked)),
    )


def _offered(now: datetime) -> tuple[QueueOffer, tuple[Slot, ...]]:
    """Return a kind of business that can be booked, and its times."""
    is_open = Opening(gives=True, opens_at=None, closes_at=None)
    offer = QueueOffer(
        *(new_id(), new_id(), "政务服务大厅", "滨河路 1 号", "A", "社保医保", ("社保",)),
        *(3, 2, 12, is_open, False, True, 7),
    )
    today = now.date()
    return offer, tuple(
        Slot(today + timedelta(days=day), minute, (day + minute) % 3, 2)
        for day in range(1, 6)
        for minute in range(510, 930, 30)
    )


def _seen(window: KioskWindow, change: Callable[[], None]) -> None:
    change()
    window.home()


def _asked(window: KioskWindow) -> None:
    window.go(TopicScreen)
    window.ask_if_there(12)


def _tell(window: KioskWindow) -> None:
    """Let somebody have told the machine all that the screens show."""
    visit, ground = window.visit, window.machine.open_now.ground
    visit.topic, visit.region = topics()[1], ground.communities[0].code
    for place in ground.places[:1]:
        visit.region, visit.place = place.region, place.name
        visit.point = (place.longitude, place.latitude)
    visit.near = Likely(CaseState.IN_PROGRESS, window.machine.now())
    visit.words, visit.phone = topics()[1].sentences[0], "13812346021"
    visit.photo = small_photo(packed(lamp()))
    visit.code = CODE
    visit.progress = _progress(window.machine)


def _progress(machine: Machine) -> Progress:
    now = machine.now()

    def day(count: float) -> timedelta:
        return timedelta(days=count)

    steps = (
        ProgressStep(EventKind.SUBMITTED, now - day(1.2)),
        ProgressStep(EventKind.REGISTERED, now - day(1.15)),
        ProgressStep(EventKind.ASSIGNED, now - day(1.1), "市政养护站"),
        ProgressStep(EventKind.SIGNED_FOR, now - day(1.05), "市政养护站"),
        ProgressStep(EventKind.PROGRESSED, now - day(0.2)),
    )
    return Progress(
        *(CaseState.IN_PROGRESS, now - day(1.2), now + day(1.14), None, None),
        *("", "路灯", "市政养护站", False, False),
        *("灯已经查过，是线断了，明天上午换线。", now - day(0.2)),
        steps=steps,
    )
