"""People, checks and registrations of portals, scores, and links with their checks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "cluster_news", sa.Column("topic", sa.String(length=10), nullable=False, server_default="copies")
    )
    op.add_column("hosts", sa.Column("links_rest", sa.String(length=20), nullable=False, server_default=""))
    op.create_table(
        "audit",
        sa.Column("n", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("thing", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_by_thing", "audit", ["thing", "n"], unique=False)
    op.create_table(
        "checked_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("since", sa.String(length=20), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=True),
        sa.Column("leads_to", sa.Text(), nullable=False),
        sa.Column("checked", sa.String(length=20), nullable=False),
        sa.Column("due", sa.String(length=20), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("first_failure", sa.String(length=20), nullable=False),
        sa.Column("taken_by", sa.String(length=120), nullable=False),
        sa.Column("taken", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("checked_links_by_due", "checked_links", ["due"], unique=False)
    op.create_index("checked_links_by_host", "checked_links", ["host", "due"], unique=False)
    op.create_index("checked_links_by_taker", "checked_links", ["taken_by"], unique=False)
    op.create_index("checked_links_by_state", "checked_links", ["state"], unique=False)
    op.create_index("checked_links_by_since", "checked_links", ["since"], unique=False)
    op.create_table(
        "checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("client", sa.String(length=64), nullable=False),
        sa.Column("made", sa.String(length=20), nullable=False),
        sa.Column("expires", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("ended", sa.String(length=20), nullable=False),
        sa.Column("taken_by", sa.String(length=120), nullable=False),
        sa.Column("heartbeat", sa.String(length=20), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("portal", sa.String(length=80), nullable=False),
        sa.Column("report", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("checks_by_expiry", "checks", ["expires"], unique=False)
    op.create_index("checks_by_state", "checks", ["state", "id"], unique=False)
    op.create_table(
        "conformance",
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("conforms", sa.Boolean(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("entry_id"),
    )
    op.create_table(
        "mutes",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("portal", sa.String(length=80), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("email", "portal"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("added", sa.String(length=20), nullable=False),
        sa.Column("seen", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
    )
    op.create_table(
        "score_days",
        sa.Column("subject", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("datasets", sa.Integer(), nullable=False),
        sa.Column("published", sa.Float(), nullable=True),
        sa.Column("here", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "name", "day"),
    )
    op.create_table(
        "scores",
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("portal", sa.String(length=80), nullable=False),
        sa.Column("publisher", sa.String(length=120), nullable=False),
        sa.Column("passed_published", sa.JSON(), nullable=True),
        sa.Column("passed_here", sa.JSON(), nullable=False),
        sa.Column("unknown", sa.JSON(), nullable=False),
        sa.Column("published", sa.Integer(), nullable=True),
        sa.Column("here", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("entry_id"),
    )
    op.create_index("scores_by_portal", "scores", ["portal"], unique=False)
    op.create_index("scores_by_publisher", "scores", ["publisher"], unique=False)
    op.create_table(
        "sign_ins",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("thing", sa.String(length=200), nullable=False),
        sa.Column("next", sa.Text(), nullable=False),
        sa.Column("made", sa.String(length=20), nullable=False),
        sa.Column("expires", sa.String(length=20), nullable=False),
        sa.Column("used", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("sign_ins_by_expiry", "sign_ins", ["expires"], unique=False)
    op.create_table(
        "link_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("method", sa.String(length=8), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["checked_links.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("link_checks_by_link", "link_checks", ["link_id", "id"], unique=False)
    op.create_table(
        "link_uses",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("portal", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["checked_links.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("link_id", "entry_id", "role"),
    )
    op.create_index("link_uses_by_entry", "link_uses", ["entry_id"], unique=False)
    op.create_index("link_uses_by_portal", "link_uses", ["portal"], unique=False)
    op.create_table(
        "provider_visits",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("verifier", sa.String(length=128), nullable=False),
        sa.Column("next", sa.Text(), nullable=False),
        sa.Column("authorise", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("taken_by", sa.String(length=120), nullable=False),
        sa.Column("made", sa.String(length=20), nullable=False),
        sa.Column("expires", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("provider_visits_by_phase", "provider_visits", ["phase", "expires"], unique=False)
    op.create_table(
        "registrations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=True),
        sa.Column("portal", sa.String(length=80), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.String(length=20), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("of_others", sa.Boolean(), nullable=False),
        sa.Column("made", sa.String(length=20), nullable=False),
        sa.Column("proven", sa.String(length=20), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decided", sa.String(length=20), nullable=False),
        sa.Column("decided_by", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["checks.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("registrations_by_decision", "registrations", ["decision", "id"], unique=False)
    op.create_index("registrations_by_portal", "registrations", ["portal"], unique=False)
    op.create_table(
        "rights",
        sa.Column("portal_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("since", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(["portal_id"], ["portals.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("portal_id", "email"),
    )
    op.create_index("rights_by_email", "rights", ["email"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made", sa.String(length=20), nullable=False),
        sa.Column("expires", sa.String(length=20), nullable=False),
        sa.Column("seen", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("sessions_by_person", "sessions", ["person_id"], unique=False)
