import os

from django.core.wsgi import get_wsgi_application

from mandrivna.shared.collector import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandrivna.config.settings")
application = get_wsgi_application()


def _know_all_pages() -> None:
    """Every view is imported now, not by whoever comes first; and what lives as long as the process is not looked through again."""
    from django.urls import get_resolver  # noqa: PLC0415 - app registry

    _all = get_resolver().url_patterns
    settle()


def _count_visits() -> None:
    """Here and not in the settings of the application: only a process that serves pages has visitors to write down."""
    from mandrivna.lending.seeing import start  # noqa: PLC0415 - app registry

    start()


_know_all_pages()
_count_visits()
