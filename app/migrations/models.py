"""Imports every mapped table, so that the whole schema can be compared with the models."""

import app.accounts.models
import app.cases.models.finding
import app.cases.models.life
import app.cases.models.personal
import app.cases.models.search
import app.cases.models.work
import app.core.attachments.tables
import app.core.calendar_store
import app.core.chores
import app.core.database.tables
import app.core.shared_settings
import app.territory.models.grids
import app.territory.models.places
import app.territory.models.shapes  # noqa: F401
