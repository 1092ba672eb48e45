"""What is said of an item where residents and staff read it."""

from app.core.words import label, say
from app.services.items.rules import ItemBody, Material


def limit_words(body: ItemBody) -> str:
    """Return how long it takes."""
    return (
        say("services.limit.days", days=body.limit_days)
        if body.limit_days
        else say("services.limit.now")
    )


def fee_words(body: ItemBody) -> str:
    """Return what it costs."""
    return body.fee or say("services.no_fee")


def hours_words(body: ItemBody) -> str:
    """Return when it is handled."""
    return body.hours or say("services.hall_hours")


def material_words(material: Material) -> str:
    """Return a material in a line: name, form, how many, where from."""
    form = label(material.form)
    count = say("services.pieces", count=material.count) if material.count > 1 else ""
    source = say("services.from", source=material.source) if material.source else ""
    return say("services.material", name=material.name, form=form, count=count, source=source)


def duty_words(body: ItemBody) -> str:
    """Return where it is handled: level, communities, anywhere in the city."""
    parts = [label(body.level), say("services.community", duty=label(body.duty))]
    parts += [say("services.city_wide")] if body.city_wide else []
    parts += [say("services.by_proxy")] if body.by_proxy else []
    return "　".join(parts)
