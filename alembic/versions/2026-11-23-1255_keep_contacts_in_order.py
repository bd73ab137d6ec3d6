"""Keep contacts in order, with their history and what was merged.

Revision: 420dd4abdaba
Follows: f24bdcd89c14
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "420dd4abdaba"
down_revision = "f24bdcd89c14"
branch_labels = None
depends_on = None


KEY_TEXT = sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql")

# As in the first migration.
SETTING = "SELECT current_setting('leadx.tenant', true)"
HOLDS = "({setting}) = '*' OR {column} = (SELECT nullif(nullif(({setting}), '*'), '')::uuid)"


def hold_to_tenant(table: str) -> None:
    """Let a transaction see and write only the rows of its tenant, even the owner of the table."""
    condition = HOLDS.format(setting=SETTING, column="tenant_id")
    op.execute(f"CREATE POLICY {table}_of_tenant ON {table} USING ({condition}) WITH CHECK ({condition})")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


# The keys of contacts as they were when this was written.
AFTER_Z = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "đ": "d", "ł": "l"})
LEGAL_FORMS = "as asa ans da sa enk nuf ba ks ab aps oy oyj ltd limited plc inc llc corp gmbh ag kg bv nv sarl srl"


def fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def sort_key(name: str) -> str:
    text = unicodedata.normalize("NFKD", fold(name).translate(AFTER_Z))
    return "".join(letter for letter in text if not unicodedata.combining(letter))[:200]


def match_key(table: str, name: str) -> str:
    if table == "persons":
        return " ".join(sorted(re.findall(r"[\w{|}]+", sort_key(name))))
    words = re.findall(r"[\w{|}]+", re.sub(r"\b([a-z])/([a-z])\b", r"\1\2", sort_key(name)))
    return "".join([word for word in words if word not in LEGAL_FORMS.split()] or words)


def fill(table: str, found_by: tuple[str, ...]) -> None:
    """Derive the keys of the contacts that are there."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT set_config('leadx.tenant', '*', true)"))
    names = sorted({"name", "email", *found_by})
    rows = connection.execute(sa.text(f"SELECT id, {', '.join(names)} FROM {table}")).mappings().all()
    texts = [
        {
            "id": row["id"],
            "sort_key": sort_key(row["name"]),
            "match_key": match_key(table, row["name"]),
            "email_key": fold(row["email"]) if row["email"] else None,
            "search_text": fold(" ".join(row[name] for name in found_by if row[name])),
        }
        for row in rows
    ]
    values = "sort_key = :sort_key, match_key = :match_key, email_key = :email_key, search_text = :search_text"
    if texts:
        connection.execute(sa.text(f"UPDATE {table} SET {values} WHERE id = :id"), texts)
    connection.execute(sa.text(f"UPDATE {table} SET version = 1, changed_in = '{{}}', updated_by_id = created_by_id"))


def upgrade() -> None:
    op.create_table(
        "contact_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("other", sa.String(length=200), nullable=False),
        sa.Column("merge_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_contact_changes_actor_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_contact_changes_organization_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_contact_changes_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_changes")),
    )
    with op.batch_alter_table("contact_changes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contact_changes_contact_id_changed_at"), ["contact_id", "changed_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_contact_changes_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_changes_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "contact_merges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("is_company", sa.Boolean(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("merged_id", sa.Uuid(), nullable=False),
        sa.Column("kept_version", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("merged_by_id", sa.Uuid(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["merged_by_id"], ["users.id"], name=op.f("fk_contact_merges_merged_by_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_contact_merges_organization_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_contact_merges_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_merges")),
    )
    with op.batch_alter_table("contact_merges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_merges_kept_id_merged_at"), ["kept_id", "merged_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_merges_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_merges_tenant_id"), ["tenant_id"], unique=False)

    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "sort_key",
                KEY_TEXT,
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column(
                "match_key",
                KEY_TEXT,
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("email_key", sa.String(length=320), nullable=True))
        batch_op.add_column(sa.Column("search_text", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("changed_in", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("updated_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("industry", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
    fill("companies", ("name", "organization_number", "city", "email", "phone"))
    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.alter_column("sort_key", existing_type=KEY_TEXT, nullable=False)
        batch_op.alter_column("match_key", existing_type=KEY_TEXT, nullable=False)
        batch_op.alter_column("search_text", existing_type=sa.Text(), nullable=False)
        batch_op.alter_column("version", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("changed_in", existing_type=sa.JSON(), nullable=False)
        batch_op.alter_column("updated_by_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.create_index(
            "ix_companies_email",
            ["organization_id", "email_key"],
            unique=False,
            sqlite_where=sa.text("email_key IS NOT NULL"),
            postgresql_where=sa.text("email_key IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_companies_merged",
            ["merged_into_id"],
            unique=False,
            sqlite_where=sa.text("merged_into_id IS NOT NULL"),
            postgresql_where=sa.text("merged_into_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_companies_number",
            ["organization_id", "organization_number"],
            unique=False,
            sqlite_where=sa.text("organization_number IS NOT NULL"),
            postgresql_where=sa.text("organization_number IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_companies_organization_id_match_key"), ["organization_id", "match_key"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_companies_organization_id_sort_key_id"), ["organization_id", "sort_key", "id"], unique=False
        )
        batch_op.create_index(
            "ix_companies_phone",
            ["organization_id", "phone"],
            unique=False,
            sqlite_where=sa.text("phone IS NOT NULL"),
            postgresql_where=sa.text("phone IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_companies_tenant_id_sort_key_id"), ["tenant_id", "sort_key", "id"], unique=False
        )
        batch_op.create_foreign_key(batch_op.f("fk_companies_merged_into_id"), "companies", ["merged_into_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_companies_updated_by_id"), "users", ["updated_by_id"], ["id"])

    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "sort_key",
                KEY_TEXT,
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column(
                "match_key",
                KEY_TEXT,
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("email_key", sa.String(length=320), nullable=True))
        batch_op.add_column(sa.Column("search_text", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("changed_in", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("updated_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
    fill("persons", ("name", "title", "email", "phone"))
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.alter_column("sort_key", existing_type=KEY_TEXT, nullable=False)
        batch_op.alter_column("match_key", existing_type=KEY_TEXT, nullable=False)
        batch_op.alter_column("search_text", existing_type=sa.Text(), nullable=False)
        batch_op.alter_column("version", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("changed_in", existing_type=sa.JSON(), nullable=False)
        batch_op.alter_column("updated_by_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.create_index(
            "ix_persons_email",
            ["organization_id", "email_key"],
            unique=False,
            sqlite_where=sa.text("email_key IS NOT NULL"),
            postgresql_where=sa.text("email_key IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_persons_merged",
            ["merged_into_id"],
            unique=False,
            sqlite_where=sa.text("merged_into_id IS NOT NULL"),
            postgresql_where=sa.text("merged_into_id IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_persons_organization_id_match_key"), ["organization_id", "match_key"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_persons_organization_id_sort_key_id"), ["organization_id", "sort_key", "id"], unique=False
        )
        batch_op.create_index(
            "ix_persons_phone",
            ["organization_id", "phone"],
            unique=False,
            sqlite_where=sa.text("phone IS NOT NULL"),
            postgresql_where=sa.text("phone IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_persons_tenant_id_sort_key_id"), ["tenant_id", "sort_key", "id"], unique=False
        )
        batch_op.create_foreign_key(batch_op.f("fk_persons_updated_by_id"), "users", ["updated_by_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_persons_merged_into_id"), "persons", ["merged_into_id"], ["id"])

    if op.get_bind().dialect.name == "postgresql":
        for table in ("contact_changes", "contact_merges"):
            hold_to_tenant(table)


def downgrade() -> None:
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_persons_merged_into_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_persons_updated_by_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_persons_tenant_id_sort_key_id"))
        batch_op.drop_index(
            "ix_persons_phone", sqlite_where=sa.text("phone IS NOT NULL"), postgresql_where=sa.text("phone IS NOT NULL")
        )
        batch_op.drop_index(batch_op.f("ix_persons_organization_id_sort_key_id"))
        batch_op.drop_index(batch_op.f("ix_persons_organization_id_match_key"))
        batch_op.drop_index(
            "ix_persons_merged",
            sqlite_where=sa.text("merged_into_id IS NOT NULL"),
            postgresql_where=sa.text("merged_into_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_persons_email",
            sqlite_where=sa.text("email_key IS NOT NULL"),
            postgresql_where=sa.text("email_key IS NOT NULL"),
        )
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("updated_by_id")
        batch_op.drop_column("changed_in")
        batch_op.drop_column("version")
        batch_op.drop_column("search_text")
        batch_op.drop_column("email_key")
        batch_op.drop_column("match_key")
        batch_op.drop_column("sort_key")

    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_companies_updated_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_companies_merged_into_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_companies_tenant_id_sort_key_id"))
        batch_op.drop_index(
            "ix_companies_phone",
            sqlite_where=sa.text("phone IS NOT NULL"),
            postgresql_where=sa.text("phone IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_companies_organization_id_sort_key_id"))
        batch_op.drop_index(batch_op.f("ix_companies_organization_id_match_key"))
        batch_op.drop_index(
            "ix_companies_number",
            sqlite_where=sa.text("organization_number IS NOT NULL"),
            postgresql_where=sa.text("organization_number IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_companies_merged",
            sqlite_where=sa.text("merged_into_id IS NOT NULL"),
            postgresql_where=sa.text("merged_into_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_companies_email",
            sqlite_where=sa.text("email_key IS NOT NULL"),
            postgresql_where=sa.text("email_key IS NOT NULL"),
        )
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("industry")
        batch_op.drop_column("updated_by_id")
        batch_op.drop_column("changed_in")
        batch_op.drop_column("version")
        batch_op.drop_column("search_text")
        batch_op.drop_column("email_key")
        batch_op.drop_column("match_key")
        batch_op.drop_column("sort_key")

    with op.batch_alter_table("contact_merges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_merges_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_contact_merges_organization_id"))
        batch_op.drop_index(batch_op.f("ix_contact_merges_kept_id_merged_at"))

    op.drop_table("contact_merges")
    with op.batch_alter_table("contact_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_changes_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_contact_changes_organization_id"))
        batch_op.drop_index(batch_op.f("ix_contact_changes_contact_id_changed_at"))

    op.drop_table("contact_changes")
