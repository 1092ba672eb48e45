"""Posts and activities of the test centre, and the members who take part."""

from datetime import timedelta
from uuid import UUID

from app.core.actor import console
from app.core.ids import new_id
from app.party.activities.actions.activities import ActivityDraft, plan_activity
from app.party.activities.actions.posts import PostDraft, add_post, claim_post
from app.party.activities.actions.signing import check_in, sign_up
from app.party.activities.queries.activity import ActivityDetail, activity_detail
from tests.factories.centre import COMMUNITY, OTHER_STREET, STREET, Centre
from tests.factories.lists import with_party
from tests.factories.party import join, line
from tests.factories.server import Server

NAMES = ("叶建平", "陶素云", "罗启明", "沈晓梅")
POST = PostDraft(COMMUNITY, "楼道政策宣传员", "政策宣传", 2, "南塘小区 3 号楼", "每周三晚 7 点")


def with_members(centre: Centre) -> tuple[UUID, ...]:
    """Add those who keep activities, a branch with four members; return the members."""
    _, _, branch = line(centre)
    with_party(centre)
    return tuple(join(centre, branch, name) for name in NAMES)


def drafted(centre: Centre | Server, *, hours: float = 26, **more) -> ActivityDraft:
    """Return an activity that begins in so many hours and takes two."""
    starts = centre.database.clock.now() + timedelta(hours=hours)
    told = {
        "region": COMMUNITY,
        "title": "重阳节助老志愿服务",
        "kind": "志愿服务",
        "place": "南塘社区党群服务站",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "capacity": 2,
        "held_by": "南塘社区党总支",
    } | more
    return ActivityDraft(**told)


def planned(centre: Centre, *, hours: float = 26, **more) -> UUID:
    """Put an activity on the calendar."""
    return centre.do("party", plan_activity, drafted(centre, hours=hours, **more))


def seen(centre: Centre, key: UUID, actor: str = "party") -> ActivityDetail:
    """Return an activity as somebody sees it now."""
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return activity_detail(session, centre.actor(actor), key, now=now)


def activities_on(server: Server, member: str, far_member: str) -> dict[str, str]:
    """Put down on a server what attacks name: activities of both streets, a post that is taken."""
    who, far = UUID(member), UUID(far_member)
    keys: dict[str, UUID] = {}
    with server.database.writing(console("test")) as uow:
        for name, region in (("near", STREET), ("far", OTHER_STREET)):
            draft = drafted(server, hours=0.5, region=region, capacity=1)
            keys[f"{name}_activity"] = plan_activity(uow, draft, command_key=new_id())
            post = PostDraft(region, "巡查", "安全巡查", 1)
            keys[f"{name}_duty"] = add_post(uow, post, command_key=new_id())
        keys["near_sign_up"] = sign_up(uow, keys["near_activity"], who, command_key=new_id())
        draft = drafted(server, hours=0.5, region=STREET, title="清雪")
        there = plan_activity(uow, draft, command_key=new_id())
        keys["near_came"] = sign_up(uow, there, who, command_key=new_id())
        check_in(uow, keys["near_came"], command_key=new_id())
        keys["near_waiting"] = sign_up(uow, keys["near_activity"], far, command_key=new_id())
        keys["near_claim"] = claim_post(uow, keys["near_duty"], who, command_key=new_id())
    return {name: str(key) for name, key in keys.items()}
