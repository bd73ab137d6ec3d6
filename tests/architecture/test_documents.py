"""What the documents say of the settings and permissions is what the code says."""

from pathlib import Path

from leadx_app.config import Settings
from leadx_app.documents import permissions_table, settings_table
from leadx_app.domain.permissions import GRANTS, Permission
from leadx_app.models import Role

ROOT = Path(__file__).parents[2]


def test_the_readme_lists_every_setting_with_its_default():
    assert settings_table() in (ROOT / "README.md").read_text()
    assert settings_table().count("\n") >= len(Settings.model_fields)


def test_the_permissions_page_is_the_permission_table():
    assert permissions_table() in (ROOT / "docs" / "permissions.md").read_text()


def test_every_permission_is_granted_to_someone_and_every_role_may_do_something():
    assert set(GRANTS) == set(Permission)
    assert all(GRANTS.values())
    assert {role for roles in GRANTS.values() for role in roles} == set(Role)
