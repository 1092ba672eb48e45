"""The full case sheet tells everything about a case that its reader may know, and all of it."""

import re
from datetime import timedelta

import pytest

from app.cases.actions.after_finishing import CallBack, call_back
from app.cases.actions.attach import attach_to_case
from app.cases.actions.handle import report_progress
from app.cases.actions.intake import Reporter
from app.cases.actions.putting_right import reverse_step
from app.cases.actions.refusing import Return, return_case
from app.cases.actions.reminding import remind_case
from app.cases.actions.requests import ask_pause, refuse_request
from app.cases.actions.supervising import SupervisionDraft, draft_supervision
from app.cases.actions.tasks import NewTask, finish_task, give_task
from app.cases.rules import ReturnReason, Source, SupervisionLevel
from app.cases.work_states import RequestKind
from app.core.attachments import prepare
from app.core.errors import NotFound
from app.core.ids import new_id
from app.papers.door import Papers
from app.papers.page import GB_9704
from tests.factories.files import photo
from tests.factories.paths import ROOF, at_work, pausing, step

MM = 72 / 25.4


@pytest.fixture
def sheet(centre, clock):
    """Draw the full sheet of a case as somebody at the centre."""

    def draw(case_id, actor="dispatcher"):
        with centre.database.reading() as session:
            return Papers(clock).draw(session, centre.actor(actor), "case", str(case_id))

    return draw


@pytest.fixture
def told(sheet, poppler):
    """Read the full sheet of a case as text without spaces."""

    def read(case_id, actor="dispatcher"):
        return flat(poppler("pdftotext", sheet(case_id, actor).body, "-raw", output="-"))

    return read


def flat(text):
    return re.sub(r"\s", "", text)


def has(text, *parts):
    missing = [part for part in parts if part not in text]
    assert missing == [], text


def rich(centre, clock, tmp_path):
    """Return a case to which everything happened that leaves something behind."""
    case_id = at_work(
        centre,
        category=ROOF,
        source=Source.HOTLINE_12345,
        external_number="6120261124000871",
        place="滨河路 36 号门口",
        longitude=113.3,
        latitude=40.1,
        wants_call_back=True,
    )
    clock.advance(timedelta(hours=1))
    request = centre.do(
        "handler", ask_pause, pausing(centre, case_id, RequestKind.EXTENDED, "住户不在", amount=3)
    )
    centre.do("director", refuse_request, request, 1, "先做能做的")
    order = Return(case_id, centre.version(case_id), ReturnReason.UNCLEAR_OWNER, "不归我们管")
    centre.do("handler", return_case, order)
    centre.assign(case_id)
    centre.sign_for(case_id)
    task = centre.do("handler", give_task, NewTask(case_id, "关总阀", centre.units["water"]))
    centre.do("rival", finish_task, task, 1, "总阀已关")
    path = tmp_path / "现场.jpg"
    path.write_bytes(photo())
    centre.do("receptionist", attach_to_case, case_id, prepare(path))
    draft = SupervisionDraft(case_id, SupervisionLevel.RED, "久拖不决")
    centre.do("director", draft_supervision, draft)
    centre.finish(case_id)
    answers = CallBack(
        case_id, centre.version(case_id), contacted=True, solved=True, satisfied=True, note="谢谢"
    )
    centre.do("receptionist", call_back, answers)
    return case_id


def test_it_tells_every_attribute_and_the_whole_timeline(centre, clock, tmp_path, told):
    case_id = rich(centre, clock, tmp_path)
    card = centre.card(case_id)

    text = told(case_id)

    has(
        text,
        "事件详情单",
        card.number,
        card.receipt_code,
        "滨河路36号门口的井盖不见了。",
        "12345",
        "6120261124000871",
        "（E01-001）",
        "柳溪街道南塘社区南塘第二网格（990102004013002）",
        "东经113.300000，北纬40.100000",
        "陈**138****6021",
        "周敏",
        "市政养护站",
        "高海燕",
        "退回1次重办0次打回访电话1次",
        "联系了·解决了·满意",
        "限15工作日",
        "已结束，按时",
        "各单位占时",
        "第1版时限表",
        "延期3工作日",
        "未批准先做能做的",
        "关总阀",
        "已完成总阀已关",
        "红色督办",
        "久拖不决",
        "现场.jpg",
        "权属不清。不归我们管",
    )
    story = text[text.index("经办内容") :]
    order = ["受理", "分流", "签收", "申请", "退回", "子任务", "附件", "办结", "回访"]
    places = [story.index(word) for word in order]
    assert places == sorted(places)


def test_what_there_is_none_of_is_named_so_that_nothing_seems_left_out(centre, told):
    case_id = centre.register(reporter=Reporter())

    has(
        told(case_id),
        "没有：",
        "申请与审批",
        "子任务",
        "督办单",
        "附件。",
        "未留姓名",
        "还没有分流",
    )


def test_what_the_reader_may_not_learn_is_not_printed(centre, told):
    case_id = centre.register(is_confidential=True)
    centre.assign(case_id)

    text = told(case_id, "handler")

    assert "已要求保密，不显示" in text
    assert "陈" not in text
    assert "6021" not in text


def test_a_case_out_of_reach_is_not_printed(centre, sheet):
    case_id = centre.register()

    with pytest.raises(NotFound):
        sheet(case_id, "stranger")


def test_a_step_put_right_stays_and_says_so(centre, told):
    case_id = at_work(centre)
    step(centre, "handler", report_progress, case_id, "写错了")
    with centre.database.writing(centre.actor("handler")) as uow:
        reverse_step(uow, case_id, centre.version(case_id), "不是这件", command_key=new_id())

    has(told(case_id), "进展（已撤销）", "写错了", "撤销", "不是这件")


def test_a_reminder_stands_in_the_story_with_whom_it_reached(centre, told):
    case_id = at_work(centre)
    centre.do("dispatcher", remind_case, case_id, "反映人又来电询问。")

    has(told(case_id), "催办", "韩立群→市政养护站", "反映人又来电询问。")


def test_a_long_life_goes_on_overleaf_under_its_headings_and_no_row_is_cut(centre, sheet, poppler):
    case_id = at_work(centre)
    for number in range(60):
        note = f"第{number:03d}次到现场。{'淤泥清了一半，井座松动，明天再来。' * 3}完{number:03d}"
        step(centre, "handler", report_progress, case_id, note)

    body = sheet(case_id).body

    pages = [flat(page) for page in poppler("pdftotext", body, "-layout", output="-").split("\f")]
    pages = pages[:-1]
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"共{len(pages)}页" in page
        assert f"—{number}—" in page
        assert set(re.findall(r"第(\d{3})次", page)) == set(re.findall(r"完(\d{3})", page))
    assert [("经过（续）" in page) for page in pages[2:]] == [True] * len(pages[2:])
    assert sum(len(re.findall(r"完\d{3}", page)) for page in pages) == 60


@pytest.mark.parametrize("length", [0, 3, 40, 300])
def test_nothing_but_the_page_number_stands_under_the_type_area(centre, sheet, poppler, length):
    case_id = centre.register(text="井盖翘起，请尽快来修。\n" * length or "井盖")

    told = poppler("pdftotext", sheet(case_id).body, "-bbox", output="-")

    words = re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)">', told)
    bottom = GB_9704.bottom + 4 * MM
    edge = GB_9704.right + 1
    assert all(float(right) <= edge for _, right, _ in words)
    assert {round(float(y)) for _, _, y in words if float(y) > bottom} <= {
        round(GB_9704.bottom + 7 * MM + offset) for offset in range(-4, 10)
    }


def test_one_entry_longer_than_a_page_is_printed_whole(centre, sheet, poppler):
    case_id = at_work(centre)
    step(centre, "handler", report_progress, case_id, "井盖已换，路面已补。" * 150)

    text = flat(poppler("pdftotext", sheet(case_id).body, output="-"))

    assert text.count("换") == 150


def test_rare_characters_are_drawn_and_those_no_font_has_are_named(centre, sheet, poppler):
    case_id = centre.register(text="𠮷祥里䶮阳楼的井盖\U000f0000坏了")

    paper = sheet(case_id)

    assert "𠮷祥里䶮阳楼的井盖□坏了" in flat(poppler("pdftotext", paper.body, output="-"))
    (warning,) = paper.warnings
    assert warning.startswith("有 1 个字没有可用的字体")


def test_every_font_of_it_is_embedded(centre, clock, tmp_path, sheet, poppler):
    rows = poppler("pdffonts", sheet(rich(centre, clock, tmp_path)).body).splitlines()[2:]

    assert rows
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows)
