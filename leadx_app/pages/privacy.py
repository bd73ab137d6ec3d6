"""What is stored about people; for everybody, signed in or not."""

from leadx_app.components.privacy import privacy_page

ROUTE, TITLE = "/privacy", "Privacy"
build = privacy_page
