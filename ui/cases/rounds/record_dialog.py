"""The form that writes down a round: when, by whom, what shows it."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.cases.patrol.photos import Gathered, gather
from app.cases.rounds.actions.making import AHEAD, RoundDraft, record_round
from app.cases.rounds.from_gpx import read_tracks, told_by_track
from app.cases.rounds.from_photos import Told, told_by
from app.cases.rounds.queries.plans import PlanRow
from app.cases.rounds.rules import LONGEST, NOTE_MOST, RoundKind, TrackPoint
from app.core.shared_settings import settings_at
from app.core.words import label as word
from ui.core.controls import Button, Combo, label
from ui.core.fields import MomentField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.notices import explain
from ui.core.slices import Desk
from ui.parts.pickers import PersonPicker
from ui.parts.region_field import RegionField

LABEL_PX, STOPS_PX = 72, 120
USUAL = timedelta(hours=1)
TOLD_MOST, TRACK = 3, ".gpx"


class RecordDialog(FormDialog):
    """Times and track come from photos, or are typed; the stops that were seen are ticked."""

    def __init__(
        self, desk: Desk, roots: tuple[str, ...], plan: PlanRow | None, parent: QWidget
    ) -> None:
        """Ask for a round of a plan, or for one without, within `roots`."""
        super().__init__(desk, parent)
        self._plan = plan
        self._track: tuple[TrackPoint, ...] = ()
        self._begins = True
        under = self.tr("有手机照片就从照片取时间和走过的地方；照片留在手机里，问题另外补录。")
        title = self.tr("记一次“{name}”").format(name=plan.name) if plan else self.tr("记一次巡查")
        self.name_it(title, self.tr("记下"), under)
        now = desk.parts.clock.now()
        self.begin = MomentField(now - USUAL)
        self.end = MomentField(now)
        self.person = PersonPicker(desk, placeholder=self.tr("空着就是自己"))
        self.region = RegionField(desk, roots)
        self.kind = Combo()
        for kind in RoundKind:
            self.kind.add(word(kind), kind)
        self.note = QLineEdit()
        self.note.setMaxLength(NOTE_MOST)
        self.note.setPlaceholderText(self.tr("可以空着"))
        self.photos = Button(self.tr("从照片或轨迹取…"), kind="quiet", icon="ph.image")
        self.photos.clicked.connect(self._choose)
        self.told = label("", "caption")
        self.told.setWordWrap(True)
        self.told.setAccessibleName(self.tr("照片说了什么"))
        self.stops = QListWidget()
        self.stops.setFixedHeight(STOPS_PX)
        for stop in plan.stops if plan else ():
            item = QListWidgetItem(stop.name, self.stops)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self._put_fields()
        self.begin.setFocus()

    def _put_fields(self) -> None:
        if self._plan is None:
            region = FormField(self.tr("网格"), self.region, required=True, label_width=LABEL_PX)
            region.add_beside(self.region.button)
            self.add_field(
                region, lambda: "" if self.region.code() else self.tr("请从列表里选网格或社区")
            )
            self.add_field(FormField(self.tr("方式"), self.kind, label_width=LABEL_PX))
        photos = FormField(self.tr("手机里的"), self.photos, label_width=LABEL_PX)
        photos.add_under(self.told)
        self.add_field(photos)
        self.add_field(FormField(self.tr("开始"), self.begin, label_width=LABEL_PX))
        self.end_field = self.add_field(
            FormField(self.tr("结束"), self.end, label_width=LABEL_PX), self._wrong
        )
        if self._plan is None or self._plan.may_keep:
            self.add_field(FormField(self.tr("谁走的"), self.person, label_width=LABEL_PX))
        if self.stops.count():
            self.add_field(FormField(self.tr("看过"), self.stops, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("说明"), self.note, label_width=LABEL_PX))
        for unused in (self.person, self.stops, self.region, self.region.button, self.kind):
            if unused.parent() is None:
                unused.setParent(self)
                unused.hide()

    def _wrong(self) -> str:
        lasted = self.end.moment() - self.begin.moment()
        if not timedelta() < lasted <= LONGEST:
            return self.tr("要晚于开始，最长 24 小时")
        ahead = self.end.moment() > self.desk.parts.clock.now() + AHEAD
        return self.tr("还没到这个时间") if ahead else ""

    # -- photos --------------------------------------------------------------------------------

    def _choose(self) -> None:
        kinds = self.tr("轨迹、ZIP 和照片 (*.gpx *.zip *.jpg *.jpeg *.png *.heic *.webp)")
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("从照片或轨迹取"), "", kinds)
        if names:
            self.bring_in([Path(name) for name in names])

    def bring_in(self, sources: Sequence[Path]) -> None:
        """Take times and places of photos, or of a recorded track; the files are not kept."""
        self.photos.setEnabled(False)
        tracks = [source for source in sources if source.suffix.lower() == TRACK]
        if tracks:
            walked = partial(self._walked, len(tracks), len(sources) - len(tracks))
            self.desk.jobs.read(lambda: read_tracks(tracks), walked, self._not_brought)
            return
        self._say(self.tr("正在读照片……"))
        now = self.desk.parts.clock.now()

        def settled(settings: Any) -> None:
            self.desk.jobs.read(
                partial(gather, sources, now, settings), self._brought, self._not_brought
            )

        self.desk.read(lambda session: settings_at(session, now), settled, self._not_brought)

    def _walked(
        self, files: int, others: int, found: tuple[tuple[TrackPoint, ...], tuple[str, ...]]
    ) -> None:
        track, wrong = found
        told = told_by_track(track, self._plan.stops if self._plan else ())
        self._take(told)
        words = self.tr("轨迹 {places} 个点，经过的点位 {seen} 个已经勾上。")
        lines = [words.format(places=len(told.track), seen=len(told.seen))]
        if files > 1:
            words = self.tr("{read} 个文件合成一条轨迹。")
            lines.append(words.format(read=files - len(wrong)))
        if wrong:
            words = self.tr("不是记着时间的轨迹，没有用：{names}。")
            lines.append(words.format(names=self.tr("、").join(wrong[:TOLD_MOST])))
        if others:
            words = self.tr("选了轨迹，另外 {others} 个文件没有读。")
            lines.append(words.format(others=others))
        self._say("\n".join(lines))

    def _brought(self, found: Gathered) -> None:
        stops = self._plan.stops if self._plan else ()
        told = told_by(found.photos, stops)
        self._take(told)
        self._say("\n".join((self._summary(told, len(found.photos)), *found.told[:TOLD_MOST])))

    def _take(self, told: Told) -> None:
        self.photos.setEnabled(True)
        self._track = told.track
        if told.begin is not None and told.end is not None:
            self.begin.set_moment(told.begin)
            self.end.set_moment(told.end + timedelta(minutes=1))
        for at in range(self.stops.count()):
            item = self.stops.item(at)
            if item.text() in told.seen:
                item.setCheckState(Qt.CheckState.Checked)

    def _summary(self, told: Told, photos: int) -> str:
        if told.begin is None:
            return self.tr("{photos} 张照片都没有记时间，请自己填。").format(photos=photos)
        words = self.tr("{photos} 张照片，{places} 处有位置，近处的点位 {seen} 个已经勾上。")
        return words.format(photos=photos, places=len(told.track), seen=len(told.seen))

    def _not_brought(self, error: BaseException) -> None:
        self.photos.setEnabled(True)
        self._say(explain(error).text)

    def _say(self, words: str) -> None:
        self.told.setText(words)
        self.fit()

    # -- writing -------------------------------------------------------------------------------

    def _seen(self) -> tuple[str, ...]:
        items = (self.stops.item(at) for at in range(self.stops.count()))
        return tuple(i.text() for i in items if i.checkState() is Qt.CheckState.Checked)

    def blame(self) -> dict[str, FormField]:
        return {"rounds.time_wrong": self.end_field}

    def action(self) -> Action:
        walker, key, plan = self.person.value(), self.command_key, self._plan
        draft = RoundDraft(
            self.begin.moment(),
            self.end.moment(),
            plan_id=plan.id if plan else None,
            region=self.region.code() or "",
            kind=RoundKind(str(self.kind.value())),
            person_id=walker if isinstance(walker, UUID) else None,
            track=self._track,
            visited=self._seen(),
            note=self.note.text(),
        )
        return lambda uow: record_round(uow, draft, command_key=key)
